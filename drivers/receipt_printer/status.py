"""What the answers to DLE EOT 1 to 4 mean, by masks and never by equality: clones set other bits as they like.

Bits as Epson documents them and the Chinese printers repeat them; "paper end" needs both of its bits' mask non-zero
because some heads set only one.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper

QUESTIONS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Condition:
    """One look at the printer."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter_error: bool = False
    unrecoverable: bool = False
    other_error: bool = False  # mechanical, or too hot: recovers by itself or by a hand

    @property
    def trouble(self) -> str:
        """Why it cannot print now, the nearest cause first; empty when it can."""
        causes = (
            (self.cover_open, "cover_open"),
            (self.paper_out, "paper_out"),
            (self.cutter_error, "cutter_error"),
            (self.unrecoverable, "unrecoverable_error"),
            (self.other_error, "printer_error"),
            (self.offline, "offline"),
        )
        return next((reason for holds, reason in causes if holds), "")


def condition(answers: dict[int, int]) -> Condition:
    """From the answers got so far; a question that was not asked counts as nothing said against it."""
    general, offline, error, roll = (answers.get(n, 0) for n in QUESTIONS)
    return Condition(
        offline=bool(general & 0x08),
        cover_open=bool(offline & 0x04),
        paper_out=bool(offline & 0x20 or roll & 0x60),
        paper_low=bool(roll & 0x0C),
        cutter_error=bool(error & 0x08),
        unrecoverable=bool(error & 0x20),
        other_error=bool(error & 0x44 or offline & 0x40),
    )


def is_real_time(byte: int) -> bool:
    """The fixed bits of a DLE EOT answer; bit 7 is left out because one family uses it in answer 1."""
    return byte & 0x13 == 0x12


def device_status(now: Condition) -> DeviceStatus:
    """In the words of XFS4IoT: an open cover is a user's error, a missing roll a matter of supply."""
    cover = Cover.OPEN if now.cover_open else Cover.CLOSED
    paper = Paper.OUT if now.paper_out else Paper.LOW if now.paper_low else Paper.FULL
    return DeviceStatus(_state(now), now.trouble, paper=paper, cover=cover)


def _state(now: Condition) -> DeviceState:
    if now.cutter_error or now.unrecoverable or now.other_error:
        return DeviceState.HARDWARE_ERROR
    # Offline for no named cause: somebody holds the feed key, or it waits to be brought back. It does answer.
    by_hand = now.cover_open or (now.offline and not now.paper_out)
    return DeviceState.USER_ERROR if by_hand else DeviceState.ONLINE
