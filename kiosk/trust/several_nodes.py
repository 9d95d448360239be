"""Which of a hall's nodes this machine speaks to: the first of its list that serves, and all its lines to the same one.

A node that is silent is left after a limit, for one that says that it serves; a machine that speaks to a later node
looks again and again whether an earlier one serves, and goes back by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from kiosk.ports.log import Log
from kiosk.trust.memberships import NodeAddress
from kiosk.trust.route import Heard, Pins, Route

PATIENCE_S = 5.0  # a node may be silent so long before another is asked
FAILING_S = 0.5  # between two looks while nobody answers
RETURN_S = 3.0  # between two looks whether an earlier node serves again
REFRESH_S = 600.0  # between two readings of the list

Nodes = tuple[NodeAddress, ...]


class Seen(StrEnum):
    """What a look at a node found."""

    SERVES = "serves"
    STANDS_BY = "stands_by"
    SILENT = "silent"  # also: it answers, but has not found its feet yet


class Looks(Protocol):
    """The questions to a node; each has short limits and never raises for the world's failures."""

    def look(self, url: str, pins: Callable[[], Pins], *, wanted: bool) -> Seen:
        """`wanted`: the asker cannot reach the nodes before this one."""

    def nodes(self, url: str, pins: Callable[[], Pins]) -> Nodes | None:
        """The list as the node tells it; None when it did not."""


class SeveralNodes(Route):
    """`tick` is what its thread does; `learned` hears a new list, to be kept over a restart.

    `fixed`: the addresses were configured, and only keys are learned. `revoked` is called once, on whatever thread
    heard it, when a node whose key is known sent this machine away.
    """

    def __init__(
        self,
        nodes: Nodes,
        looks: Looks,
        log: Log,
        patience_s: float = PATIENCE_S,
        learned: Callable[[Nodes], None] = lambda nodes: None,
        fixed: bool = False,
        revoked: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
        return_s: float = RETURN_S,
    ) -> None:
        super().__init__(self._url)
        self._nodes, self._looks, self._log, self._learned = nodes, looks, log, learned
        self._patience_s, self._monotonic, self._fixed = patience_s, monotonic, fixed
        self._return_s = return_s
        self._told: Nodes = nodes
        self._revoked: Callable[[], None] | None = revoked
        self._lock = threading.Lock()
        self._at = 0
        self._failing: float | None = None
        self._stranger = False
        self._refresh_at = self._return_at = 0.0
        self._woken, self._ended = threading.Event(), threading.Event()

    def start(self) -> SeveralNodes:
        threading.Thread(target=self._run, name="hall-nodes", daemon=True).start()
        return self

    def stop(self) -> None:
        self._ended.set()
        self._woken.set()

    def pins(self) -> Pins:
        return frozenset(pin for node in self._nodes for pin in node.pins)

    @property
    def node(self) -> NodeAddress:
        """The one that is spoken to now."""
        nodes = self._nodes
        return nodes[min(self._at, len(nodes) - 1)]

    def heard(self, address: str, how: Heard) -> None:
        if address != self.node.url:
            return
        self._note_stranger(how)
        if how is Heard.REVOKED:
            self._sent_away()
        elif how is Heard.ANSWERED:
            self._failing = None
        elif self._failing is None:
            self._failing = self._monotonic()
            self._woken.set()

    def tick(self) -> float:
        """Looks round as far as there is a reason to, and answers how many seconds until the next time."""
        if self._failing is not None:
            self._look_round(self._failing)
            return FAILING_S
        now = self._monotonic()
        if self._at and now >= self._return_at:
            self._return_at = now + self._return_s
            self._go_to_first_of(range(self._at), wanted=False)
        if now >= self._refresh_at:
            self._refresh_at = now + REFRESH_S
            self._refresh()
        return self._return_s

    def _url(self) -> str:
        return self.node.url

    def _run(self) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            self._woken.wait(self._guarded())

    def _guarded(self) -> float:
        try:
            return self.tick()
        except Exception as bug:  # without this thread a machine would never find its hall again
            self._log.bug("hall_nodes", bug)
            return RETURN_S

    def _look_round(self, since: float) -> None:
        seen = self._looks.look(self.node.url, self.pins, wanted=False)
        if seen is Seen.SERVES:
            self._failing = None
        elif seen is Seen.STANDS_BY or self._monotonic() - since >= self._patience_s:
            others = [at for at in range(len(self._nodes)) if at != self._at]
            self._go_to_first_of(others, wanted=True)

    def _go_to_first_of(self, others: list[int] | range, *, wanted: bool) -> None:
        for at in others:
            if self._looks.look(self._nodes[at].url, self.pins, wanted=wanted and at > 0) is Seen.SERVES:
                self._go_to(at)
                return

    def _go_to(self, at: int) -> None:
        with self._lock:
            self._at, self._failing = at, None
            self._return_at = self._monotonic() + self._return_s
            self._refresh_at = 0.0
        self._log.event("hall_node_changed", node=f"node-{self.node.name}")

    def _refresh(self) -> None:
        told = self._looks.nodes(self.node.url, self.pins)
        if not told or told == self._told:
            return
        with self._lock:
            url, self._told = self.node.url, told
            self._nodes = with_keys_of(self._nodes, told) if self._fixed else told
            self._at = next((at for at, node in enumerate(self._nodes) if node.url == url), 0)
        self._learned(told)

    def _sent_away(self) -> None:
        with self._lock:
            act, self._revoked = self._revoked, None
        if act is not None:
            self._log.event("sent_away", node=f"node-{self.node.name}")
            act()

    def _note_stranger(self, how: Heard) -> None:
        stranger = how is Heard.ANOTHER_MACHINE
        if stranger and not self._stranger:
            self._log.event("another_machine_answers", url=self.node.url)
        self._stranger = stranger


def with_keys_of(nodes: Nodes, told: Nodes) -> Nodes:
    """The same addresses, each with every key of the hall: nobody said which of its nodes stands behind which."""
    pins = tuple(pin for node in told for pin in node.pins)
    return tuple(replace(node, pins=pins) for node in nodes)
