"""A terminal process that kills itself with SIGKILL at a named instant of a visit; started by the kill tests.

Arguments: ledger file, hall's address, ticket_id, instant. `none` lives to the end and prints the label.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from pathlib import Path

from kiosk.city.publication import load_publication
from kiosk.city.publications.reading import hall_settings_from
from kiosk.domain.ticket import Holder, ReserveReply, TakeRequest
from kiosk.hall.client import TerminalHall
from kiosk.journeys.ticket_life import Means, Point, printed, printing, recover, take
from kiosk.operation.clock import SystemClock
from kiosk.operation.terminal.stamp import Stamp
from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.devices import PrintOutcome, PrintReport
from kiosk.ports.ledger import KeptTicket
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.terminal_ledger import TerminalLedger

REPLY_LOST = "reply_lost"  # the hall has set the number aside, its answer is not here yet
IN_TRANSACTION = "in_transaction"  # the ticket is written, its event is not
NONE = "none"
BOUNDARY = hall_settings_from(load_publication()["hall"]).boundary_minutes


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def book(path: Path) -> LedgerFile:
    result = open_ledger(path)
    assert isinstance(result, Opened), result
    return result.file


def means(file: LedgerFile, address: str, instant: str) -> Means:
    hall = TerminalHall(address, "token-T1")

    def reserve(request: TakeRequest) -> ReserveReply:
        reply = hall.reserve(request)
        if instant == REPLY_LOST:
            die()
        return reply

    def passing(point: Point) -> None:
        if point == instant:
            die()

    stamp = Stamp("T1", SystemClock(), Uuid7(), lambda: BOUNDARY)  # the night belongs to the day before
    return Means(TerminalLedger(file), reserve, lambda data: "signed", stamp, passing)


def visit(path: Path, address: str, ticket_id: str, instant: str) -> str:
    file, person = book(path), hashlib.sha256(ticket_id.encode()).hexdigest()
    life = means(file, address, instant)
    recover(life)
    if instant == IN_TRANSACTION:
        file.write(
            lambda db: db.conn.set_trace_callback(lambda sql: die() if sql.startswith("insert into event") else None)
        )
    kept = take(TakeRequest(ticket_id, "GAHJ-001", Holder(person, 1, "张*三", "2217")), life)
    if not isinstance(kept, KeptTicket):
        return str(kept)
    printing(ticket_id, life)
    printed(kept.view, PrintReport(PrintOutcome.PRINTED, confirmed_by="process_id"), life)
    file.close()
    return kept.view.label


if __name__ == "__main__":
    print(visit(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]))
