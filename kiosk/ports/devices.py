"""What the inside needs from devices, and the words it uses for their state.

State words are those of XFS4IoT (Common.Status.device, Printer paper, CardReader media). `unknown` means "cannot tell
now"; `not_supported` means "this device can never tell". Neither is ever read as "all is well" or as "no paper".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.domain.identity import CardRecord


class DeviceState(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    BUSY = "deviceBusy"


class Paper(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"


class CardMedia(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    PRESENT = "present"
    NOT_PRESENT = "notPresent"


class Cover(StrEnum):
    UNKNOWN = "unknown"
    NOT_SUPPORTED = "notSupported"
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """One device at one moment. `reason` is a code for the log, never a person's data; `since_ms` is monotonic."""

    device: DeviceState
    reason: str = ""
    since_ms: int = 0
    paper: Paper = Paper.NOT_SUPPORTED
    cover: Cover = Cover.NOT_SUPPORTED
    media: CardMedia = CardMedia.NOT_SUPPORTED


def can_print(printer: DeviceStatus) -> bool:
    """Whether a printer says of itself that a ticket would come out now; one that cannot tell does not say so."""
    answers = printer.device in (DeviceState.ONLINE, DeviceState.BUSY)
    return answers and printer.paper in (Paper.FULL, Paper.LOW) and printer.cover is not Cover.OPEN


class ReadFailure(StrEnum):
    """Why a card gave no person."""

    READER_SILENT = "reader_silent"  # nothing, or nothing whole, came back within the limit
    READER_GONE = "reader_gone"  # the port vanished
    READER_FAULT = "reader_fault"  # the module says it cannot work (SW3 60, 66)
    NO_CARD = "no_card"
    CARD_MOVED = "card_moved"  # it left, or could not be read whole (SW3 41, 80, 81)
    CARD_UNKNOWN = "card_unknown"  # SW3 40, or a record of a kind this reader does not know
    CARD_REFUSED = "card_refused"  # SW3 31, 32, 33: card and module do not trust each other
    RECORD_BROKEN = "record_broken"  # a whole frame with impossible contents


class CardEventKind(StrEnum):
    LAID = "laid"
    REMOVED = "removed"


class CardReader(Protocol):
    """An ID-card reader. All calls are non-blocking for the caller; answers come on the device's own thread.

    Finding a card and reading it are two things: `on_card` tells that something lies there; nobody's data is taken
    until `read` is called, because the citizen has to have seen the notice first.
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None], on_card: Callable[[CardEventKind], None]) -> None: ...

    def read(self, done: Callable[[CardRecord | ReadFailure], None]) -> None:
        """Reads the card that lies there, or the next one laid; `done` is called exactly once.

        A card whose record was given once is not given again until it was lifted, so that what somebody left lying is
        never shown to the next person; `status().media` tells that it lies there. A second `read` takes the place of
        the first. What fails at once (reader gone) may be told on the caller's thread.
        """

    def cancel(self) -> None:
        """Stops waiting for a card: whoever waited is told NO_CARD, and nothing read meanwhile is handed out."""

    def close(self) -> None: ...


class PrintOutcome(StrEnum):
    PRINTED = "printed"  # the printer itself said that all of it was processed
    FAILED = "failed"  # the printer said why not, and nothing usable came out
    UNKNOWN = "unknown"  # no answer: paper may or may not hang there


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What the printer answered. Times are milliseconds of the monotonic clock, for the benchmark."""

    outcome: PrintOutcome
    reason: str = ""  # paper_out, cover_open, cutter_error, silent, gone, ...
    confirmed_by: str = ""  # process_id or queued_status
    bytes_sent: int = 0
    render_ms: float = 0.0
    wire_ms: float = 0.0
    confirm_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class TicketSlip:
    """Everything that stands on a printed ticket; sentences come ready in the citizen's language."""

    hall: str
    label: str  # A017
    item: str
    department: str
    kind: str = ""  # 绿色通道, 预约; empty for a walk-in
    holder: str = ""  # masked name and last four: 张*三 尾号2217; empty when anonymous
    ahead: str = ""  # 前面等候 6 人
    estimate: str = ""  # 约 12–20 分钟
    where: str = ""  # 2 楼 3、5、6 号窗口
    taken_at: str = ""  # 2026-11-23 09:43
    reprint: bool = False  # marks 补打
    rules: tuple[str, ...] = field(default_factory=tuple)  # two lines at most
    code: str = ""  # the ticket's signed data, for the QR
    code_caption: str = ""  # what the QR is for
    after_remains: bool = False  # a ticket of an earlier run may hang there unfinished: it is cut off first


class ReceiptPrinter(Protocol):
    """A ticket printer. `print_ticket` never blocks the caller and calls `done` exactly once."""

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def print_ticket(self, slip: TicketSlip, done: Callable[[PrintReport], None]) -> None: ...

    def close(self) -> None: ...


class SpeechOutcome(StrEnum):
    SPOKEN = "spoken"
    NO_DEVICE = "no_device"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Announcement:
    """One thing to say: pieces in order, each a clip's name or a text to synthesize; said `times` times."""

    key: str  # identity for the log and for "never twice", e.g. call:1234
    text: str  # 请A001号到3号窗口办理
    times: int = 1
    slow: bool = False  # the elder mode's pace


class Speaker(Protocol):
    """Says announcements one after the other; none is lost, none overlaps. Never blocks the caller."""

    def status(self) -> DeviceStatus: ...

    def say(self, announcement: Announcement, done: Callable[[SpeechOutcome], None] | None = None) -> None: ...

    def hush(self) -> None:
        """Drops what waits and stops what sounds (a citizen pressed a key)."""

    def close(self) -> None: ...
