"""Visits at the real window: cards laid, the name that a frame shows, the press on 取号, the bytes at the printer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from kiosk.operation.bench_control import Control
from kiosk.operation.benchmark.children import NotMeasuredError
from kiosk.operation.journey.stage_client import StageClient

_PAGE_STANDS_S = 0.6  # until a page that just came can be touched, and nothing moves any more
_POLL_S = 0.2  # of the reader; cards are laid evenly over it
_UNDISTURBED_S = 0.4  # the paper is out no earlier: until then nobody asks, because an answer costs what is measured
_READING_S = 0.1  # the same for a card
_LIMIT_S = 15.0


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds. `to_paper` ends with the last byte at the printer, of which the line itself took `line`."""

    to_name: float
    to_paper: float
    line: float


class Visitors:
    """People who come one after the other. One person may wait once in a queue, so cards and items are crossed."""

    def __init__(self, glass: StageClient, bench: Control, items: Sequence[str], baud: int) -> None:
        self._glass = glass
        self._bench = bench
        self._baud = baud
        cards = [str(card["card"]) for card in self._do("cards")["cards"]]
        self._who: Iterator[tuple[str, str]] = product(items, cards)
        self._count = 0

    def visit(self) -> Visit:
        """Raises NotMeasuredError or StageError."""
        item, card = next(self._who, ("", ""))
        if not item:
            raise NotMeasuredError("everybody waits in every queue of the home page already")
        self._count += 1
        self._glass.press(f"item-{item}")
        self._glass.see("card-type")
        to_name = self._lay(card)
        time.sleep(_PAGE_STANDS_S)
        touched = self._glass.press("take") / 1e6
        ticket = self._printed()
        self._leave(item)
        return Visit(to_name, ticket["last_byte_ms"] - touched, ticket["bytes"] * 10_000 / self._baud)

    def _lay(self, card: str) -> float:
        time.sleep(_PAGE_STANDS_S + _POLL_S * (self._count * 0.618 % 1.0))
        self._glass.watch("person-name")
        laid = time.monotonic_ns()
        self._do("lay_card", card=card)
        time.sleep(_READING_S)
        return (self._glass.seen_at() - laid) / 1e6

    def _printed(self) -> dict[str, float]:
        """The ticket, taken out of the printer; it is measured by the printer's own clock."""
        time.sleep(_UNDISTURBED_S)
        end = time.monotonic() + _LIMIT_S
        while not self._do("state")["state"]["receipt-printer"]["hanging_tickets"]:
            if time.monotonic() > end:
                raise NotMeasuredError("no ticket came out of the printer")
            time.sleep(0.02)
        return dict(self._do("take_ticket")["ticket"])

    def _leave(self, item: str) -> None:
        self._glass.see("ticket-number")
        self._glass.press("footer-exit")
        self._glass.gone("ticket-number")
        self._do("lift_card")
        self._glass.see(f"item-{item}")

    def _do(self, what: str, **how: object) -> dict[str, Any]:
        reply = self._bench.do(do=what, **how)
        if not reply.get("ok"):
            raise NotMeasuredError(f"the virtual devices refused {what}: {reply.get('sentence', '')}")
        return reply
