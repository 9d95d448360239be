"""What goes when its time is over, what never goes, and that nothing of it is left in any file."""

from __future__ import annotations

import sqlite3
import threading
import time
from dataclasses import replace

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import PrintState
from kiosk.ports.ledger import Judgement, LedgerFailure, Verdict
from offline_cache import retention
from offline_cache.bookings import Bookings
from offline_cache.cache import Cache
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile
from offline_cache.outbox import Outbox
from offline_cache.retention import TidiedUp, last_tidied, tidy_up
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import event, kept, request
from tests.offline_cache.test_bookings import booked
from tests.offline_cache.test_own_numbers import taken

OLD, EVE, TODAY = "2026-10-01", "2026-11-23", "2026-11-24"
NEVER = threading.Event()


def tidied(file: LedgerFile, today: str = TODAY, days: int = 30) -> TidiedUp:
    done = tidy_up(file, today, days, NEVER)
    assert isinstance(done, TidiedUp), done
    return done


def on(day: str, number: int, kind: EventKind = EventKind.TAKEN, **data: str):  # type: ignore[no-untyped-def]
    return replace(event(number, kind, data=data or {"label": "A017"}), day=day)


def ids(file: LedgerFile) -> list[str]:
    return [event.event_id for _, event in HallLedger(file).since(0, 9999)]


def test_an_event_goes_when_the_upstream_has_it_and_its_days_are_over_and_never_before(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, 1), on(EVE, 2), on(OLD, 3), on(OLD, 4), on(EVE, 5)])
    Outbox(file).acknowledge(3, [])
    assert tidied(file, days=60).sent == 0
    assert tidied(file).sent == 1, "what stands behind an event that stays, stays: what is kept has no hole"
    assert ids(file) == ["e-2", "e-3", "e-4", "e-5"]
    assert [owed.event_id for owed in Outbox(file).owed(9).events] == ["e-4", "e-5"]
    assert tidied(file, "2027-01-10").sent == 2
    assert ids(file) == ["e-4", "e-5"], "owed"
    Outbox(file).acknowledge(5, [])
    assert tidied(file, "2027-01-10").sent == 2


def test_a_day_that_a_wrong_clock_wrote_keeps_nothing_for_years(file: LedgerFile) -> None:
    HallLedger(file).append([on("2031-01-01", 1), on(OLD, 2), on(EVE, 3)])
    Outbox(file).acknowledge(3, [])
    assert tidied(file).sent == 2
    assert ids(file) == ["e-3"]


def test_what_is_kept_is_owed_again_in_a_new_epoch_after_old_events_went(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, 1), on(OLD, 2), on(EVE, 3), on(TODAY, 4)])
    outbox = Outbox(file)
    outbox.acknowledge(4, [Verdict("e-1", Judgement.REJECTED, "x")])
    assert tidied(file).sent == 1
    assert outbox.rewind(1) is False
    outbox.new_epoch()
    owed = outbox.owed(9)
    assert (owed.first_seq, [one.event_id for one in owed.events]) == (1, ["e-3", "e-4"])


def test_what_is_in_quarantine_stays_until_it_is_taken(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, 1), on(OLD, 2), on(OLD, 3)])
    outbox = Outbox(file)
    outbox.acknowledge(3, [Verdict("e-2", Judgement.REJECTED, "unknown_kind:danced")])
    tidied(file)
    assert ids(file) == ["e-2"]
    assert [one.event_id for one in outbox.quarantined()] == ["e-2"]


def test_numbers_go_on_and_lost_events_are_not_promised_when_all_old_ones_went(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, n) for n in range(1, 6)])
    outbox, ledger = Outbox(file), HallLedger(file)
    outbox.acknowledge(5, [Verdict("e-2", Judgement.REJECTED, "x")])
    tidied(file)
    assert (ids(file), ledger.last_seq(), outbox.backlog()) == (["e-2"], 5, 0)
    assert outbox.rewind(2) is False, "e-3 to e-5 are gone, whatever else is kept"
    assert ledger.append([on(EVE, 6)]) == 6
    assert (outbox.owed(9).first_seq, outbox.backlog()) == (6, 1)
    outbox.acknowledge(6, [])
    assert outbox.rewind(6) is True


def test_bookings_tickets_and_wishes_go_with_their_day(file: LedgerFile) -> None:
    Cache(file).apply([booked(1, "B-1"), booked(2, "B-2", slot=1)], 2, "f")
    ledger = TerminalLedger(file)
    for n, day in enumerate((EVE, TODAY), 1):
        ledger.open_intent(request(f"t-{n}"), day, 77)
        ticket = kept(f"t-{n}")
        ledger.commit_ticket(replace(ticket, view=replace(ticket.view, day=day)), on(day, n))
        ledger.record_print(f"t-{n}", PrintState.PRINTED, None)
    done = tidied(file)
    assert (done.bookings, done.tickets, done.wishes) == (0, 1, 1), "the bookings are of today"
    assert (ledger.ticket("t-1"), ledger.ticket("t-2") is None) == (None, False)
    assert tidied(file, "2026-11-25").bookings == 2
    assert Bookings(file).booking("B-1") is None


def test_an_open_wish_and_paper_that_nobody_vouched_for_stay_for_the_next_start_to_find(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    for n in (1, 2, 3):
        ledger.open_intent(request(f"t-{n}"), EVE, 77)
    for n in (2, 3):
        ticket = kept(f"t-{n}")
        ledger.commit_ticket(replace(ticket, view=replace(ticket.view, day=EVE)), on(EVE, n))
    ledger.record_print("t-3", PrintState.PRINTING, None)
    done = tidied(file, "2026-12-24")
    assert (done.tickets, done.wishes) == (0, 2)
    assert [intent.request.ticket_id for intent in ledger.open_intents()] == ["t-1"]
    assert [ticket.view.ticket_id for ticket in ledger.unfinished_prints()] == ["t-2", "t-3"]


def test_own_letter_numbers_are_remembered_as_long_as_a_clock_could_go_back_to_their_day(file: LedgerFile) -> None:
    assert [taken(file, f"t-{n}", day=day, event_number=n) for n, day in enumerate((OLD, EVE), 1)] == ["AC01", "AC01"]
    tidied(file)
    file.close()
    again = opened(file.path)
    assert (TerminalLedger(again).highest_own(OLD), TerminalLedger(again).highest_own(EVE)) == ({}, {"household": 1})
    again.close()


def test_what_the_start_asks_of_the_last_paper_and_the_last_card_is_answered_the_same(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    told = ((EventKind.PRINT_FAILED, "failed"), (EventKind.CARD_FORGOTTEN, "x"), (EventKind.DEVICE_CHANGED, "y"))
    for number, (kind, outcome) in enumerate(told, 1):
        ledger.record_event(on(OLD, number, kind, outcome=outcome))
    Outbox(file).acknowledge(3, [])
    assert tidied(file).sent == 1
    assert ledger.is_paper_doubtful()
    assert ledger.is_card_reported()


def test_what_went_is_in_no_page_of_the_file_and_not_in_the_wal(file: LedgerFile) -> None:
    word = "过号两次的老人"
    HallLedger(file).append([on(OLD, n, text=word + "x" * 300) for n in range(2000)])
    Outbox(file).acknowledge(2000, [])
    before = file.path.stat().st_size + file.path.with_name("hall.sqlite-wal").stat().st_size
    assert tidied(file).sent == 2000
    held = [path for path in file.path.parent.iterdir() if word.encode() in path.read_bytes()]
    assert held == []
    assert file.path.stat().st_size < before / 4, "freed pages are given back to the disk"


def test_the_upstream_is_asked_again_for_bookings_that_went_because_a_clock_was_ahead(file: LedgerFile) -> None:
    cache = Cache(file)
    cache.apply([booked(1, "B-1")], 1, "f")
    tidied(file, "2026-11-26")
    assert (Bookings(file).booking("B-1"), cache.feed().cursor) == (None, 1)
    tidied(file, "2026-11-24")
    assert (cache.feed().cursor, cache.feed().complete) == (0, False)
    assert last_tidied(file) == "2026-11-24"


def test_many_rows_go_in_many_turns_between_which_others_store(
    file: LedgerFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_PAUSE_S", 0.001)
    ledger = HallLedger(file)
    ledger.append([on(OLD, n) for n in range(6000)])
    Outbox(file).acknowledge(6000, [])
    results: list[TidiedUp] = []
    tidying = threading.Thread(target=lambda: results.append(tidied(file)))
    tidying.start()
    number = 10_000
    while tidying.is_alive():
        assert isinstance(ledger.append([on(EVE, number := number + 1)]), int)
        time.sleep(0.001)
    assert results[0].sent == 6000
    assert number > 10_010, "somebody stored something again and again meanwhile"
    assert len(ids(file)) == number - 10_000


def test_tidying_that_is_stopped_goes_on_the_next_time(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, n) for n in range(500)])
    Outbox(file).acknowledge(500, [])
    asked = threading.Event()
    asked.set()
    assert tidy_up(file, TODAY, 30, asked) is None
    assert last_tidied(file) == ""
    assert tidied(file).sent == 500
    assert last_tidied(file) == TODAY


def test_a_book_that_another_program_holds_is_an_answer(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from offline_cache.ledger_file import Opened, open_ledger

    result = open_ledger(tmp_path / "hall.sqlite", busy_ms=50)
    assert isinstance(result, Opened)
    other = sqlite3.connect(result.file.path, isolation_level=None)
    other.execute("begin immediate")
    assert tidy_up(result.file, TODAY, 30, NEVER) is LedgerFailure.LOCKED
    other.close()
    result.file.close()
