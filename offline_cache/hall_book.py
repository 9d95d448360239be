"""A hall node's file, opened, looked after, and handed on as the ports that the node works with."""

from __future__ import annotations

from kiosk.operation.hall_node.book import HallBook
from kiosk.operation.start import Start
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import Log
from offline_cache.cache import Cache
from offline_cache.configured import keeping
from offline_cache.hall_ledger import HallLedger
from offline_cache.in_use import in_use
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import open_ledger
from offline_cache.outbox import Outbox
from offline_cache.quarantine import Quarantine
from offline_cache.sent_away import erase_apart
from offline_cache.waiting import tell


def open_hall_book(start: Start, name: str, clock: Clock, log: Log) -> HallBook | LedgerFailure:
    """`name`: hall, or another file of the same kind beside it."""
    path = start.state.data("hall") / f"{name}.sqlite"
    opened = open_ledger(path, start.configuration.limits.database_busy_ms, keeping(start, name))
    if isinstance(opened, LedgerFailure):
        return opened
    tell(opened, log)
    file = opened.file
    care = in_use(start, name, file, clock, log)

    def close() -> None:
        care.stop()
        file.close()

    erase = erase_apart(file, log)
    ledger, quarantine = HallLedger(file), Quarantine(file)
    return HallBook(
        ledger, InboundStreams(file), Cache(file), Outbox(file), quarantine, close, erase, ledger.probe, file.watch
    )
