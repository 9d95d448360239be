"""What a clerk types to sign in: a number that may be seen, and a PIN that QML only knows the length of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from PySide6.QtCore import Property, QObject, Signal, Slot

_LONGEST_CLERK, _LONGEST_PIN = 8, 12
_SHORTEST_CLERK, _SHORTEST_PIN = 3, 4


class Field(StrEnum):
    CLERK = "clerk"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Typed:
    clerk: str = ""
    pin: str = field(default="", repr=False)
    at: Field = Field.CLERK

    @property
    def complete(self) -> bool:
        return len(self.clerk) >= _SHORTEST_CLERK and len(self.pin) >= _SHORTEST_PIN

    def plus(self, digit: str) -> Typed:
        if len(digit) != 1 or digit not in "0123456789":
            return self
        if self.at is Field.CLERK:
            return replace(self, clerk=(self.clerk + digit)[:_LONGEST_CLERK])
        return replace(self, pin=(self.pin + digit)[:_LONGEST_PIN])

    def minus(self) -> Typed:
        """The last digit of the field; from an empty PIN back to the clerk number."""
        if self.at is Field.PIN:
            return replace(self, pin=self.pin[:-1]) if self.pin else replace(self, at=Field.CLERK)
        return replace(self, clerk=self.clerk[:-1])

    def without_pin(self) -> Typed:
        return replace(self, pin="", at=Field.PIN if self.clerk else Field.CLERK)


class SignIn(QObject):
    """For QML: `clerk`, `pinLength`, `at`, `complete`. `wanted` says that the clerk pressed 登录."""

    changed = Signal()
    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typed = Typed()

    def taken(self) -> tuple[str, str]:
        """Clerk number and PIN, once: the PIN is forgotten here."""
        clerk, pin = self._typed.clerk, self._typed.pin
        self._become(self._typed.without_pin())
        return clerk, pin

    def forget(self) -> None:
        self._become(Typed())

    @Slot(str)
    def type(self, digit: str) -> None:
        self._become(self._typed.plus(digit))

    @Slot()
    def erase(self) -> None:
        self._become(self._typed.minus())

    @Slot(str)
    def goTo(self, place: str) -> None:
        self._become(replace(self._typed, at=Field(place)))

    @Slot()
    def enter(self) -> None:
        """Enter on the keyboard: on to the PIN, and from a whole PIN to signing in."""
        if self._typed.at is Field.CLERK and not self._typed.complete:
            self.goTo(Field.PIN.value)
        elif self._typed.complete:
            self.wanted.emit()

    def _become(self, typed: Typed) -> None:
        if typed != self._typed:
            self._typed = typed
            self.changed.emit()

    def _get_clerk(self) -> str:
        return self._typed.clerk

    def _get_pin_length(self) -> int:
        return len(self._typed.pin)

    def _get_at(self) -> str:
        return self._typed.at.value

    def _get_complete(self) -> bool:
        return self._typed.complete

    clerk = Property(str, _get_clerk, notify=changed)
    pinLength = Property(int, _get_pin_length, notify=changed)
    at = Property(str, _get_at, notify=changed)
    complete = Property(bool, _get_complete, notify=changed)
