"""The story that the journey plays: citizen, clerk, call and evaluation, all by touches on real windows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.operation.bench_control import Control
from kiosk.operation.journey.house import House
from kiosk.operation.journey.record import Record
from kiosk.operation.journey.stage_client import StageClient, StageError

CLERK, PIN = "0312", "246810"
CARD = "elderly"
ITEM = "RS-002"


@dataclass(frozen=True, slots=True)
class Way:
    """Where the pictures go, and how many seconds a person looks at a page before the next touch."""

    out: Path
    pause_s: float


class Story:
    """`play` raises StageError where a person would have been stuck."""

    def __init__(self, house: House, bench: Control, record: Record, way: Way) -> None:
        self._terminal, self._caller = house.windows["terminal"], house.windows["caller"]
        self._evaluator, self._board = house.windows["evaluator"], house.windows["board"]
        self._bench, self._record, self._way = bench, record, way
        self.label = ""

    def play(self) -> None:
        self._sign_in()
        self._take_a_number()
        self._be_called()
        self._evaluate()
        self._leave()

    # --- chapters ---

    def _sign_in(self) -> None:
        self._terminal.see(f"item-{ITEM}")  # the hall has what the city publishes, and works
        for digit in CLERK:
            self._caller.tap(f"digit-{digit}")
        self._caller.tap("entry-pin")
        for digit in PIN:
            self._caller.tap(f"digit-{digit}")
        self._caller.tap("sign-in")
        self._caller.see("key-call")
        self._record.step("clerk", f"signs in at counter 3 as {CLERK}")

    def _take_a_number(self) -> None:
        self._look(self._terminal, "hero", "terminal-home", "citizen", "sees the home page")
        self._terminal.tap(f"item-{ITEM}")
        self._look(self._terminal, "card-type", "terminal-card", "citizen", "chooses the item and reads the notice")
        self._work("lay_card", card=CARD)
        self._record.step("bench", "lays an invented card on the reader")
        self._look(self._terminal, "take", "terminal-check", "citizen", "sees the masked name and checks the details")
        self._terminal.tap("take")
        self._terminal.see("ticket-number")
        self._record.step("citizen", "touches 取号 and sees a number")
        self._terminal.read("请取走凭证")
        self.label = next(text for text in self._terminal.texts() if text[:1].isalpha() and text[1:].isdigit())
        self._look(self._terminal, "ticket-number", "terminal-ticket", "citizen", f"reads {self.label}; it is printed")
        self._record.facts["printer"] = self._work("tickets")["tickets"]
        self._work("ticket_picture", path=str(self._way.out / "paper.png"))
        self._work("take_ticket")
        self._record.step("citizen", "takes the ticket out of the printer")

    def _be_called(self) -> None:
        self._until(lambda: self.label in self._caller.texts(), f"the caller shows {self.label} as waiting")
        self._look(self._caller, "next-number", "caller", "clerk", f"sees {self.label} waiting, and why it is next")
        pressed = time.monotonic()
        self._caller.tap("key-call")
        self._until(lambda: any(self.label in text for text in self._board.texts()), f"the board shows {self.label}")
        shown = time.monotonic() - pressed
        self._record.step("board", f"shows {self.label} {shown * 1000:.0f} ms after the touch", seconds_after=shown)
        time.sleep(1.2)  # the number has stopped blinking
        self._board.grab(self._way.out / "board.png")
        self._caller.tap("key-start")
        self._pause()
        self._caller.grab(self._way.out / "caller-serving.png")
        self._caller.tap("key-finish")
        self._record.step("clerk", "starts, and finishes with 办结")

    def _evaluate(self) -> None:
        self._look(self._evaluator, "grade-4", "evaluator", "evaluator", "opens by itself at counter 3")
        self._evaluator.tap("grade-4")
        self._look(self._evaluator, "submit", "evaluator-reasons", "citizen", "touches 满意 and sees the reasons")
        self._evaluator.tap("reason-407")
        self._evaluator.tap("submit")
        self._evaluator.read("谢谢")
        self._evaluator.grab(self._way.out / "evaluator-thanks.png")
        self._record.step("evaluator", "thanks and closes", picture="evaluator-thanks.png")

    def _leave(self) -> None:
        """Done, but the card still lies there: the page and the voice say so until it is lifted."""
        self._terminal.tap("footer-exit")
        self._terminal.read("请取走您的身份证")
        self._terminal.grab(self._way.out / "terminal-take-card.png")
        self._record.step("citizen", "touches 完成; the terminal asks for the card to be taken")
        self._work("lift_card")
        self._look(self._terminal, "hero", "terminal-home-again", "citizen", "takes the card; the home page is back")

    # --- means ---

    def _look(self, window: StageClient, name: str, picture: str, who: str, what: str) -> None:
        window.see(name)
        self._pause()
        window.grab(self._way.out / f"{picture}.png")
        self._record.step(who, what, picture=f"{picture}.png")

    def _pause(self) -> None:
        """A page that moves in is looked at when it stands."""
        time.sleep(max(0.4, self._way.pause_s))

    def _work(self, do: str, **how: object) -> dict[str, Any]:
        reply = self._bench.do(do=do, **how)
        if not reply.get("ok"):
            raise StageError(f"bench: {do} was refused: {reply.get('sentence', '')}")
        return reply

    def _until(self, happened: Callable[[], bool], what: str, limit_s: float = 20.0) -> None:
        end = time.monotonic() + limit_s
        while not happened():
            if time.monotonic() > end:
                raise StageError(f"not seen within {limit_s:.0f} s: {what}")
            time.sleep(0.01)
