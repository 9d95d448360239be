"""A ticket's paper in a clerk's hand: what is scanned or typed of it, and what the hall says about it.

A scanner is a keyboard that types quickly and ends with Enter. What it reads is signed, so the hall takes it in at
once; a number that was typed is only asked for, and taken in by a key of its own when the hall has not got it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.domain.ticket import TicketState, TicketView
from kiosk.hall.client import AdoptReply
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused
from screens.staff.worker import Failed

_SIGNED = "HK1."  # how the code on a ticket begins: kiosk/domain/signed_ticket.py
_LONGEST_LABEL, _LONGEST_CODE = 20, 1024  # as the hall's interface takes them


class Stage(StrEnum):
    TYPING = "typing"
    UNKNOWN = "unknown"  # the hall has not got the typed number: the clerk may take it in
    ASKING = "asking"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Letters:
    """What came from the keyboard or the scanner so far."""

    text: str = ""

    def plus(self, letter: str) -> Letters:
        """Anything that ASCII can print; a code that begins anew begins the text anew."""
        if len(letter) != 1 or not letter.isascii() or not letter.isprintable() or letter == " ":
            return self
        text = (self.text + letter)[:_LONGEST_CODE]
        begins = text.upper().rfind(_SIGNED)
        return Letters(text[begins:] if begins > 0 else text)

    def minus(self) -> Letters:
        return Letters() if self.code else replace(self, text=self.text[:-1])

    @property
    def code(self) -> str:
        """Whatever cannot be a number was scanned. Caps Lock turns a scanner's letters round."""
        if self.text.isalnum() and len(self.text) <= _LONGEST_LABEL:
            return ""
        return self.text.swapcase() if self.text.startswith(_SIGNED.lower()) else self.text

    @property
    def label(self) -> str:
        return "" if self.code else self.text.upper()


class Paper(QObject):
    """For QML: `stage`, `label`, `scanned`, `answer`. `opened` asks for the page, `wanted` for the hall."""

    changed = Signal()
    opened = Signal()
    wanted = Signal(str, str, bool)  # code or label, the other one empty; of a label: take it in on the clerk's word

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._letters, self._stage = Letters(), Stage.TYPING
        self._answer: dict[str, Any] = {}

    @Slot()
    def open(self) -> None:
        self.opened.emit()

    @Slot(str)
    def type(self, letter: str) -> None:
        """A letter after an answer, or after a number that was to be checked, begins or changes the number."""
        if self._stage is Stage.ASKING:
            return
        before = Letters() if self._stage is Stage.ANSWERED else self._letters
        letters = before.plus(letter)
        if letters != before:
            self._become(Stage.TYPING, letters)

    @Slot()
    def erase(self) -> None:
        if self._stage is not Stage.ASKING:
            self._become(Stage.TYPING, self._letters.minus())

    @Slot(result=bool)
    def leave(self) -> bool:
        """Esc: one step back; False when there is none, and the page may be left."""
        if self._stage is Stage.UNKNOWN:
            self._become(Stage.TYPING, self._letters)
        elif self._stage is Stage.TYPING and not self._letters.text:
            return False
        elif self._stage is not Stage.ASKING:
            self._become(Stage.TYPING, Letters())
        return True

    @Slot()
    def enter(self) -> None:
        """Asks the hall, and again where the answer was lost. A typed number is never taken in by this key."""
        lost = self._stage is Stage.ANSWERED and self._answer.get("again")
        if self._letters.text and (self._stage is Stage.TYPING or lost):
            self.wanted.emit(self._letters.code, self._letters.label, False)

    @Slot()
    def takeIn(self) -> None:
        """The clerk vouches for the number that the hall has not got."""
        if self._stage is Stage.UNKNOWN:
            self.wanted.emit("", self._letters.label, True)

    def asking(self) -> None:
        self._become(Stage.ASKING, self._letters)

    def answered(self, reply: AdoptReply | Failed) -> None:
        """The hall's word; without one the number stays, to be sent again by the clerk."""
        match reply:
            case Adopted():
                self._become(Stage.ANSWERED, self._letters, _told(reply))
            case AdoptRefused(AdoptRefusal.NOT_KNOWN | AdoptRefusal.NEVER_GIVEN | AdoptRefusal.HALL_TOO_OLD as why):
                self._become(Stage.UNKNOWN, self._letters, {"sentence": f"paper.{why.value}"})
            case AdoptRefused():
                self._become(Stage.ANSWERED, self._letters, {"sentence": f"refused.{reply.reason.value}"})
            case _:
                self._become(Stage.ANSWERED, self._letters, {"sentence": "paper.no_answer", "again": True})

    def restored(self, ticket: TicketView) -> None:
        """The ticket shown here waits again."""
        if self._answer.get("id") == ticket.ticket_id:
            self.answered(Adopted(ticket, known=True))

    def forget(self) -> None:
        self._become(Stage.TYPING, Letters())

    def _become(self, stage: Stage, letters: Letters, answer: dict[str, Any] | None = None) -> None:
        after = (stage, letters, answer or {})
        if after != (self._stage, self._letters, self._answer):
            self._stage, self._letters, self._answer = after
            self.changed.emit()

    def _get_stage(self) -> str:
        return self._stage.value

    def _get_label(self) -> str:
        return self._letters.label

    def _get_scanned(self) -> bool:
        return bool(self._letters.code)

    @property
    def told(self) -> dict[str, Any]:
        return self._answer

    def _get_answer(self) -> dict[str, Any]:
        return self._answer

    stage = Property(str, _get_stage, notify=changed)
    label = Property(str, _get_label, notify=changed)
    scanned = Property(bool, _get_scanned, notify=changed)
    answer = Property("QVariantMap", _get_answer, notify=changed)  # type: ignore[arg-type]


def _told(adopted: Adopted) -> dict[str, Any]:
    ticket = adopted.ticket
    return {
        "id": ticket.ticket_id,
        "label": ticket.label,
        "name": ticket.name,
        "tail": ticket.tail,
        "group": ticket.group.value,
        "ahead": ticket.ahead,
        "counter": ticket.counter,
        "counters": list(ticket.counters),
        "restorable": ticket.restorable,
        "known": adopted.known,
        "typedBy": adopted.typed_by if ticket.state is TicketState.WAITING else "",
        "sentence": _sentence(ticket) if adopted.known else "paper.adopted",
    }


def _sentence(ticket: TicketView) -> str:
    if ticket.state is TicketState.PASSED:
        return "paper.restorable" if ticket.restorable else "paper.passed"
    return f"paper.{ticket.state.value}"
