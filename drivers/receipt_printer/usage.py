"""What a printer has used up: tickets and cuts of its life, and the paper of the roll in it.

Only what the printer itself confirmed is counted. The figures are the supervisor's counters, so they are kept over
restarts; how much is left is told only of a roll that was seen to be put in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from kiosk.ports.devices import Cover, DeviceStatus, Paper

TICKETS, CUTS, MILLIMETRES, ROLLS = "tickets", "cuts", "millimetres", "rolls"
UNKNOWN = "unknown"


class Counts(Protocol):
    """The supervisor's counters."""

    def add(self, device: str, word: str, by: int = 1) -> None: ...
    def clear(self, device: str, word: str) -> None: ...
    def of(self, device: str) -> Mapping[str, int]: ...


class Usage:
    """Of one printer, for its life. `roll_m`: metres of a fresh roll; 0: what is left is not told."""

    def __init__(self, counts: Counts, name: str, roll_m: int = 0) -> None:
        self._counts = counts
        self._name = name
        self._roll_m = roll_m
        self._changing = False  # a roll may be on its way in: the old one ended, or the cover opened on its end
        self._low = False

    def printed(self, millimetres: int, cuts: int) -> None:
        """One whole ticket."""
        for word, by in ((TICKETS, 1), (CUTS, cuts), (MILLIMETRES, millimetres)):
            self._counts.add(self._name, word, by)

    def see(self, status: DeviceStatus) -> DeviceStatus:
        """The status with what was used, as details."""
        self._look_for_a_new_roll(status)
        figures = self._counts.of(self._name)
        told = [(word, str(figures.get(word, 0))) for word in (TICKETS, CUTS)]
        if self._roll_m:
            told.append(("metresLeft", self._left(figures)))
        return replace(status, details=(*status.details, *told))

    def _look_for_a_new_roll(self, status: DeviceStatus) -> None:
        """A sensor that flutters is no new roll: only an end, or an open cover near it, makes room for one."""
        if status.paper is Paper.LOW:
            self._low = True
        if status.paper is Paper.OUT or (self._low and status.cover is Cover.OPEN):
            self._changing = True
        elif self._changing and status.paper is Paper.FULL:
            self._changing = self._low = False
            self._counts.clear(self._name, MILLIMETRES)
            self._counts.add(self._name, ROLLS)

    def _left(self, figures: Mapping[str, int]) -> str:
        """Whole metres, as many as there are at least."""
        if not figures.get(ROLLS):
            return UNKNOWN
        return str(max(0, self._roll_m * 1000 - figures.get(MILLIMETRES, 0)) // 1000)
