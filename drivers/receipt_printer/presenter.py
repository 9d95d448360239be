"""A presenter holds the cut ticket in its lips until it is taken, and pulls back what nobody took.

Bytes of the Custom family and Pyramid's Reliance, which agree (GS e, DLE EOT 20; manuals of KPM210/216 and KPM300, the
makers' public sources; confidence A, no hardware at hand). Other makers' presenters speak otherwise and are not driven.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum

STEPS = 12  # about 84 mm at the Reliance's 7 mm a step; the KPM210's steps are 0.625 mm
RETRACT = b"\x1de\x02"
FULL_QUESTION = b"\x10\x04\x14"  # answered at once: 10 0F p u r e
FULL_HEAD = b"\x10\x0f"
FULL_SIZE = 6
PULLED_WITHIN_S = 5.0  # a retraction that takes longer did not happen


def present(steps: int) -> bytes:
    """GS e 3: push the cut ticket out by so many steps, 1 to 255."""
    return b"\x1de\x03" + bytes([steps])


class Presented(StrEnum):
    """XFS4IoT's words for a printer's media, and `taken` and `notTaken` for how a ticket left."""

    UNKNOWN = "unknown"
    NOT_PRESENT = "notPresent"
    PRESENT = "present"
    TAKEN = "taken"
    RETRACTED = "retracted"
    NOT_TAKEN = "notTaken"  # still there, and it could not be pulled back
    JAMMED = "jammed"


@dataclass(frozen=True, slots=True)
class FullStatus:
    """The part of DLE EOT 20 that only a presenter has."""

    at_output: bool = False  # p, bit 5
    jammed: bool = False  # r, bit 6


def full_status(answer: bytes) -> FullStatus:
    """From `10 0F p u r e`, by masks."""
    return FullStatus(at_output=bool(answer[2] & 0x20), jammed=bool(answer[4] & 0x40))


class Watch:
    """What became of the ticket in the lips: told what is seen, it says when one must be pulled back.

    `wait_s`: seconds a ticket may stand there; 0: for ever. `now_s` is monotonic.
    """

    def __init__(self, wait_s: float) -> None:
        self.state = Presented.UNKNOWN
        self._wait_s = wait_s
        self._since_s: float | None = None
        self._pulled_at_s: float | None = None

    def see(self, seen: FullStatus | None, now_s: float | None = None) -> bool:
        """True when it is to be pulled back now, once. `None`: nobody answered, and nothing is known."""
        at_s = time.monotonic() if now_s is None else now_s
        if seen is None:
            self.state = Presented.UNKNOWN
            return False
        if seen.jammed:
            self.state = Presented.JAMMED
            return False
        return self._there(at_s) if seen.at_output else self._away()

    def _there(self, at_s: float) -> bool:
        if self._since_s is None:
            self._since_s = at_s
        if self._pulled_at_s is not None:
            late = at_s - self._pulled_at_s > PULLED_WITHIN_S
            self.state = Presented.NOT_TAKEN if late else Presented.PRESENT
            return False
        self.state = Presented.PRESENT
        return bool(self._wait_s) and at_s - self._since_s >= self._wait_s

    def pulled(self, now_s: float | None = None) -> None:
        """The command to pull it back was sent."""
        self._pulled_at_s = time.monotonic() if now_s is None else now_s

    def renew(self) -> None:
        """Another ticket is on its way: its time begins when it stands there."""
        self._since_s = self._pulled_at_s = None
        self.state = Presented.UNKNOWN

    def pushed(self, now_s: float | None = None) -> None:
        """The printer said that it carried out the push: what is not there at the next look was taken."""
        self._since_s = time.monotonic() if now_s is None else now_s
        self.state = Presented.PRESENT

    def _away(self) -> bool:
        if self._since_s is not None:
            self.state = Presented.RETRACTED if self._pulled_at_s is not None else Presented.TAKEN
        elif self.state in (Presented.UNKNOWN, Presented.JAMMED):
            self.state = Presented.NOT_PRESENT
        self._since_s = self._pulled_at_s = None
        return False
