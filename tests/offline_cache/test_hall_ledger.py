"""The hall's book: durable, ordered, all or nothing."""

from __future__ import annotations

import sqlite3

import pytest

from kiosk.domain.events import EventKind
from kiosk.ports.ledger import Judgement, Received
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import LedgerFile
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, event


def place(number: int, seq: int, judgement: Judgement = Judgement.APPLIED) -> Received:
    return Received("terminal-1", "epoch-1", seq, f"e-{number}", judgement)


@pytest.mark.parametrize("many", [1, 20, 64, 100])  # one statement, or several in one transaction
def test_a_hall_that_starts_again_reads_the_events_it_wrote_in_their_order(file: LedgerFile, many: int) -> None:
    events = [event(n, EventKind.CALLED, data={"counter": "3", "n": n, "reasons": ["510"]}) for n in range(many)]
    assert HallLedger(file).append(events) == many
    file.close()
    again = opened(file.path)
    assert HallLedger(again).load(DAY) == list(enumerate(events, start=1))
    assert HallLedger(again).last_seq() == many
    again.close()


def test_a_day_is_loaded_without_the_days_before(file: LedgerFile) -> None:
    HallLedger(file).append([event(1), event(2)])
    assert HallLedger(file).load("2026-11-24") == []


def test_a_feed_reads_on_from_where_it_stopped(file: LedgerFile) -> None:
    ledger = HallLedger(file)
    ledger.append([event(n) for n in range(1, 11)])
    assert [seq for seq, _ in ledger.since(4, 3)] == [5, 6, 7]
    assert ledger.since(10, 5) == []


def test_a_group_with_an_event_known_already_leaves_nothing_of_itself(file: LedgerFile) -> None:
    ledger = HallLedger(file)
    ledger.append([event(1)])
    with pytest.raises(sqlite3.IntegrityError):
        ledger.append([event(2), event(1)])
    with pytest.raises(sqlite3.IntegrityError):
        ledger.append([*(event(n) for n in range(2, 22)), event(1)])
    assert ledger.last_seq() == 1
    assert ledger.append([event(3)]) == 2


def test_a_terminals_events_and_its_place_in_its_stream_stand_together(file: LedgerFile) -> None:
    ledger, streams = HallLedger(file), InboundStreams(file)
    ledger.append([event(1)], [place(1, 1), place(9, 2, Judgement.REJECTED)])
    assert streams.position("terminal-1", "epoch-1") == 2
    assert streams.position("terminal-1", "epoch-2") == 0
    assert streams.known(["e-1", "e-9", "e-5"]) == {"e-1"}
    assert list(streams.received("terminal-1", "epoch-1", 2, 5)) == [place(9, 2, Judgement.REJECTED)]


def test_the_file_itself_refuses_to_apply_one_event_twice(file: LedgerFile) -> None:
    ledger, streams = HallLedger(file), InboundStreams(file)
    ledger.append([], [place(1, 1)])
    with pytest.raises(sqlite3.IntegrityError):
        ledger.append([], [place(1, 2)])
    assert streams.position("terminal-1", "epoch-1") == 1


def test_an_event_of_the_halls_own_counts_as_known(file: LedgerFile) -> None:
    HallLedger(file).append([event(1)])
    assert InboundStreams(file).known(["e-1"]) == {"e-1"}


def test_a_probe_of_the_disk_really_writes_and_changes_nothing(file: LedgerFile) -> None:
    book, wal = HallLedger(file), file.path.with_name(f"{file.path.name}-wal")
    file.turn(lambda connection: connection.execute("pragma wal_checkpoint(truncate)").fetchall())
    before = book.origin(), wal.stat().st_size
    assert book.probe() is None
    assert (book.origin(), wal.stat().st_size > before[1]) == (before[0], True)
