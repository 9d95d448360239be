"""A terminal's file, opened, looked after, and handed on as the ports that the terminal works with."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.terminal.role import TerminalBook
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import LedgerFailure
from offline_cache.bookings import Bookings
from offline_cache.cache import Cache
from offline_cache.in_use import in_use, keeping
from offline_cache.outbox import Outbox
from offline_cache.sent_away import erase_apart
from offline_cache.terminal_ledger import TerminalLedger
from offline_cache.waiting import open_patiently


def open_terminal_book(
    start: Start, process: Process, clock: Clock, failed: Callable[[LedgerFailure], None]
) -> TerminalBook | None:
    """Again and again, while another process holds the file or the disk is full; `failed` hears why each time. None
    when the process was asked to stop first."""
    log, busy_ms = process.log, start.configuration.limits.database_busy_ms
    path = start.state.data("terminal") / "terminal.sqlite"
    file = open_patiently(path, busy_ms, process.stop, failed, log, keeping(start, "terminal"))
    if file is None:
        return None
    care = in_use(start, "terminal", file, clock, log)

    def close() -> None:
        care.stop()
        file.close()

    erase = erase_apart(file, log)
    return TerminalBook(TerminalLedger(file), Outbox(file), Cache(file), Bookings(file), file.watch, close, erase)
