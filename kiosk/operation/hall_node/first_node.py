"""The way from a hall's second node to its first: one address, and the keys that the first has told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.ports.log import Log
from kiosk.trust.memberships import NodeAddress
from kiosk.trust.route import Heard, Pins, Route


class FirstNode(Route):
    """`url`: configured, instead of the address that the first node tells. `learned` hears of every change."""

    def __init__(
        self,
        nodes: Sequence[NodeAddress],
        url: str,
        log: Log,
        revoked: Callable[[], None],
        learned: Callable[[tuple[NodeAddress, ...]], None],
    ) -> None:
        super().__init__(self._address_now)
        self.nodes = tuple(nodes)
        self._url, self._log, self._revoked, self._learned = url, log, revoked, learned
        self._last = Heard.ANSWERED

    def pins(self) -> Pins:
        return frozenset(pin for node in self.nodes if not node.standby for pin in node.pins)

    def learn(self, nodes: tuple[NodeAddress, ...]) -> None:
        if nodes != self.nodes and any(not node.standby for node in nodes):
            self.nodes = nodes
            self._learned(nodes)

    def heard(self, address: str, how: Heard) -> None:
        last, self._last = self._last, how
        if how is last:
            return
        if how is Heard.ANOTHER_MACHINE:
            self._log.event("another_machine_answers", url=address)
        elif how is Heard.REVOKED:
            self._log.event("sent_away", node="node-first")
            self._revoked()

    def _address_now(self) -> str | None:
        return self._url or next((node.url for node in self.nodes if not node.standby), None)
