"""A real terminal process under SIGKILL at every instant of a visit, against a real hall over HTTP.

Afterwards: never a second ticket, never the same number twice, no committed ticket lost.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.domain.events import Event, EventKind
from kiosk.domain.ticket import PrintState
from kiosk.journeys.ticket_life import Point, recover
from kiosk.operation.clock import SystemClock
from kiosk.ports.log import NoLog
from kiosk.sync.client import SyncClient
from kiosk.sync.uplink import Uplink
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import LedgerFile
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.hall.a_server import Served, served
from tests.journeys.killed_terminal import IN_TRANSACTION, NONE, REPLY_LOST, book, means

PROGRAM = "tests.journeys.killed_terminal"
BEFORE_COMMIT = (Point.INTENT_STORED, REPLY_LOST, Point.RESERVED, IN_TRANSACTION)
AFTER_COMMIT = (Point.COMMITTED, Point.PRINTING, Point.PRINT_CONFIRMED)
NOWHERE = "http://127.0.0.1:1"


@dataclass
class House:
    hall: Served
    events: HallLedger
    path: Path

    def visit(self, ticket_id: str, instant: str, address: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", PROGRAM, str(self.path), address or self.hall.url, ticket_id, instant]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def of(self, ticket_id: str) -> list[Event]:
        return [event for _, event in self.events.since(0, 1000) if event.ticket_id == ticket_id]

    def kinds(self, ticket_id: str) -> list[EventKind]:
        return [event.kind for event in self.of(ticket_id)]

    def labels(self) -> list[str]:
        told = (event for _, event in self.events.since(0, 1000) if event.kind is EventKind.RESERVED)
        return [str(event.data["label"]) for event in told]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    file = book(tmp_path / "hall.sqlite")
    with served(HallLedger(file), InboundStreams(file), SystemClock()) as hall:
        yield House(hall, HallLedger(file), tmp_path / "terminal.sqlite")
    file.close()


def started_again(house: House) -> tuple[LedgerFile, tuple[str, ...], tuple[str, ...]]:
    """The terminal's next start: it recovers and tells its hall all it owes."""
    file = book(house.path)
    found = recover(means(file, house.hall.url, NONE))
    assert found.failure is None
    uplink = Uplink("T1", Outbox(file), SyncClient(house.hall.url, "token-T1"), NoLog())
    for _ in range(20):
        uplink.turn()
    uplink.stop()
    assert Outbox(file).backlog() == 0
    assert list(Outbox(file).quarantined()) == []
    return file, found.voided, found.unknown_paper


def second_visit(house: House, file: LedgerFile) -> None:
    file.close()
    done = house.visit("t-2", NONE)
    assert done.returncode == 0, done.stderr
    file, voided, unknown = started_again(house)
    assert (voided, unknown) == ((), ())
    second = TerminalLedger(file).ticket("t-2")
    assert second is not None and done.stdout.strip() == second.view.label
    assert second.print_state is PrintState.PRINTED
    assert len(set(house.labels())) == len(house.labels())
    assert EventKind.TAKEN in house.kinds("t-2")
    file.close()


@pytest.mark.parametrize("instant", BEFORE_COMMIT)
def test_killed_before_the_ticket_was_committed_its_number_is_nobodys(house: House, instant: str) -> None:
    assert house.visit("t-1", instant).returncode == -signal.SIGKILL
    file, voided, unknown = started_again(house)
    assert (voided, unknown) == (("t-1",), ())
    assert TerminalLedger(file).ticket("t-1") is None
    expected = [EventKind.VOIDED] if instant == Point.INTENT_STORED else [EventKind.RESERVED, EventKind.VOIDED]
    assert house.kinds("t-1") == expected
    second_visit(house, file)


@pytest.mark.parametrize("instant", AFTER_COMMIT)
def test_killed_after_the_ticket_was_committed_it_waits_and_its_paper_is_unknown(house: House, instant: str) -> None:
    assert house.visit("t-1", instant).returncode == -signal.SIGKILL
    file, voided, unknown = started_again(house)
    ticket = TerminalLedger(file).ticket("t-1")
    assert ticket is not None and ticket.print_state is PrintState.UNKNOWN
    assert (voided, unknown) == ((), (ticket.view.label,))
    assert house.kinds("t-1") == [EventKind.RESERVED, EventKind.TAKEN, EventKind.PRINT_UNKNOWN]
    assert house.labels() == [ticket.view.label]
    second_visit(house, file)


def test_killed_after_giving_up_the_hall_still_hears_of_it(house: House) -> None:
    assert house.visit("t-1", Point.ABANDONED, NOWHERE).returncode == -signal.SIGKILL
    file, voided, unknown = started_again(house)
    assert (voided, unknown) == ((), ())
    assert house.kinds("t-1") == [EventKind.VOIDED]
    second_visit(house, file)
