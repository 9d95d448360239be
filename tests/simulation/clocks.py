"""Time and identity as a simulation hands them out: one true time, and a clock a machine that may be wrong about it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.events import Moment

MONDAY_EIGHT = 1_795_392_000_000  # 2026-11-23 08:00 in China, UTC milliseconds


@dataclass
class TrueTime:
    ms: int = MONDAY_EIGHT

    def pass_ms(self, step: int) -> None:
        self.ms += step


class MachineClock:
    """Implements `Clock`. `wrong_ms`: by how much the wall clock is off; a clock that is off is not trusted."""

    def __init__(self, time: TrueTime, machine: str) -> None:
        self._time = time
        self._machine = machine
        self._boots = 0
        self._booted_ms = 0
        self.wrong_ms = 0
        self._booted_wrong = False
        self.restart()

    def now(self) -> Moment:
        mono = self._time.ms - self._booted_ms
        return Moment(self._time.ms + self.wrong_ms, mono, f"{self._machine}-boot-{self._boots}", not self.wrong_ms)

    def seconds(self) -> float:
        """Monotonic."""
        return (self._time.ms - self._booted_ms) / 1000

    def restart(self) -> None:
        """The machine started again: another boot, a monotonic clock from the beginning."""
        self._boots += 1
        self._booted_wrong = bool(self.wrong_ms)
        self._booted_ms = self._time.ms - 5_000

    @property
    def knows_time(self) -> bool:
        """Not after a start with a wrong clock, until that is right: how long it was off, nobody can tell it."""
        return not (self._booted_wrong and self.wrong_ms)

    def leap(self, ms: int, *, noted: bool) -> None:
        """`noted`: something since the start has told what time it was before."""
        self.wrong_ms = ms
        self._booted_wrong = self._booted_wrong or not noted

    def put_right(self) -> None:
        self.wrong_ms, self._booted_wrong = 0, False


class Names:
    """Implements `Identities`: never the same twice in a run, also after a disk was put back."""

    def __init__(self, machine: str) -> None:
        self._machine = machine
        self._count = 0

    def new(self) -> str:
        self._count += 1
        return f"{self._machine}-{self._count:09d}"
