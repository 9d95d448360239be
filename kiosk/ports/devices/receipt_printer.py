"""The ticket printer as the inside needs it, and what stands on a ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


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
