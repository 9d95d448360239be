"""What the answers to DLE EOT, GS a and GS r mean, by masks and never by equality: clones set other bits as they like.

Bits as Epson documents them and the Chinese printers repeat them [A]; "paper end" needs both of its bits' mask non-zero
because some heads set only one. What nobody answered is unknown, never "well" and never "out".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    head_hot: bool = False  # the head's temperature or its voltage: recovers by itself
    other_error: bool = False  # mechanical: recovers by a hand
    cover_untold: bool = False
    paper_untold: bool = False

    @property
    def trouble(self) -> str:
        """Why it cannot print now, the nearest cause first; empty when it can."""
        causes = (
            (self.cover_open, "cover_open"),
            (self.paper_out, "paper_out"),
            (self.cutter_error, "cutter_error"),
            (self.unrecoverable, "unrecoverable_error"),
            (self.head_hot, "head_hot"),
            (self.other_error, "printer_error"),
            (self.offline, "offline"),
        )
        return next((reason for holds, reason in causes if holds), "")


def condition(answers: dict[int, int]) -> Condition:
    """From the answers got so far. A printer that is not offline has its cover closed, so that is then not asked: every
    cause of answers 2 and 3 puts it offline, as Epson's reference has it [C]."""
    general, offline, error, roll = (answers.get(n, 0) for n in QUESTIONS)
    return Condition(
        offline=bool(general & 0x08),
        cover_open=bool(offline & 0x04),
        paper_out=bool(offline & 0x20 or roll & 0x60),
        paper_low=bool(roll & 0x0C),
        cutter_error=bool(error & 0x08),
        unrecoverable=bool(error & 0x20),
        head_hot=bool(error & 0x40),
        other_error=bool(error & 0x04 or (offline & 0x40 and not error & 0x68)),
        cover_untold=bool(general & 0x08) and 2 not in answers,
        paper_untold=4 not in answers and not offline & 0x20,
    )


def pushed_condition(block: bytes) -> Condition:
    """Automatic status (GS a): four bytes, of which the last says nothing here."""
    general, error, roll = block[0], block[1], block[2]
    return Condition(
        offline=bool(general & 0x08),
        cover_open=bool(general & 0x20),
        paper_out=bool(roll & 0x0C),
        paper_low=bool(roll & 0x03),
        cutter_error=bool(error & 0x08),
        unrecoverable=bool(error & 0x20),
        head_hot=bool(error & 0x40),
        other_error=bool(error & 0x04),
    )


def with_queued(now: Condition, answer: int) -> Condition:
    """GS r 1 tells of the paper alone."""
    return replace(now, paper_low=bool(answer & 0x03), paper_out=bool(answer & 0x0C), paper_untold=False)


ONLY_PAPER = Condition(cover_untold=True, paper_untold=True)  # before GS r 1 is heard


def is_real_time(byte: int) -> bool:
    """The fixed bits of a DLE EOT answer; bit 7 is left out because one family uses it in answer 1."""
    return byte & 0x13 == 0x12


def device_status(now: Condition) -> DeviceStatus:
    """In the words of XFS4IoT: an open cover is a user's error, a missing roll a matter of supply."""
    cover = Cover.OPEN if now.cover_open else Cover.UNKNOWN if now.cover_untold else Cover.CLOSED
    return DeviceStatus(_state(now), now.trouble, paper=_paper(now), cover=cover)


def _paper(now: Condition) -> Paper:
    if now.paper_untold:
        return Paper.UNKNOWN
    return Paper.OUT if now.paper_out else Paper.LOW if now.paper_low else Paper.FULL


def _state(now: Condition) -> DeviceState:
    if now.cutter_error or now.unrecoverable or now.head_hot or now.other_error:
        return DeviceState.HARDWARE_ERROR
    # Offline for no named cause: somebody holds the feed key, or it waits to be brought back. It does answer.
    by_hand = now.cover_open or (now.offline and not now.paper_out)
    return DeviceState.USER_ERROR if by_hand else DeviceState.ONLINE
