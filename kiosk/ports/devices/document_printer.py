"""A printer of A4 pages as the inside needs it, and the page that a hall gives: what an item is and what to bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class PageOutcome(StrEnum):
    PRINTED = "printed"  # the print server said that the job is completed
    FAILED = "failed"  # it is over, and nothing will come later
    CANCELED = "canceled"  # the same, because whoever wanted it left
    UNKNOWN = "unknown"  # nobody answered: a sheet may come or not


class Toner(StrEnum):
    """XFS4IoT's Printer.toner: the detail `toner` of a status."""

    UNKNOWN = "unknown"
    FULL = "full"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class PageReport:
    """What became of a page. `reason`: paper_out, jammed, stopped, server_gone, too_slow, ... `wiped`: the print server
    said that it keeps neither the page nor the job. Times are milliseconds."""

    outcome: PageOutcome
    reason: str = ""
    wiped: bool = False
    pdf_bytes: int = 0
    render_ms: float = 0.0
    print_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Guide:
    """An item's guide (办事指南), nobody's own: what it is, where, when, what to bring. Sentences come ready in the
    reader's language; `facts` are pairs of a caption and its words."""

    title: str  # 办事指南
    item: str
    hall: str = ""
    department: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    materials_title: str = ""  # 请带好以下材料
    materials: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    printed_at: str = ""


class DocumentPrinter(Protocol):
    """A printer behind a print server. No call blocks; `done` is called exactly once, on the device's own thread.

    `status().reason` says why it does not print: `stopped`, `paper_out`, `jammed`, `cover_open`, `toner_out`,
    `not_accepting`, `server_gone`, `no_such_queue`, `silent`, ...
    """

    with_tickets: bool  # the hall wants the guide of its item beside each ticket

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def print_guide(self, guide: Guide, done: Callable[[PageReport], None]) -> None: ...

    def cancel(self) -> None:
        """Whoever wanted pages has left: those not yet printed are taken back from the server."""

    def close(self) -> None: ...
