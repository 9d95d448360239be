"""A terminal's book: a wish becomes one ticket or none, and its paper is never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import PrintState
from kiosk.ports.ledger import Intent
from offline_cache.ledger_file import LedgerFile
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, event, kept, request


def owed(file: LedgerFile) -> list[EventKind]:
    return [event.kind for event in Outbox(file).owed(100).events]


def test_a_wish_is_remembered_through_a_crash_with_all_that_the_hall_needs(file: LedgerFile) -> None:
    TerminalLedger(file).open_intent(request(), DAY, 77)
    file.close()
    again = opened(file.path)
    assert list(TerminalLedger(again).open_intents()) == [Intent(request(), DAY, 77)]
    again.close()


def test_ticket_and_its_event_are_there_together_and_the_wish_is_closed(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(), DAY, 77)
    assert ledger.commit_ticket(kept(), event(1)) is None
    assert ledger.ticket("t-1") == kept()
    assert (list(ledger.open_intents()), owed(file)) == ([], [EventKind.TAKEN])


def test_a_ticket_committed_twice_is_one_ticket_and_one_event(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(), DAY, 77)
    ledger.commit_ticket(kept(), event(1))
    assert ledger.open_intent(request(), DAY, 78) is None
    assert ledger.commit_ticket(kept(), event(2)) is None
    assert (owed(file), list(ledger.open_intents())) == ([EventKind.TAKEN], [])


def test_a_wish_that_was_given_up_never_becomes_a_ticket(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(), DAY, 77)
    assert ledger.abandon_intent("t-1", event(1, EventKind.VOIDED)) is None
    with pytest.raises(ValueError, match="open intent"):
        ledger.commit_ticket(kept(), event(2))
    with pytest.raises(ValueError, match="given up"):
        ledger.open_intent(request(), DAY, 79)
    assert (ledger.ticket("t-1"), owed(file)) == (None, [EventKind.VOIDED])


def test_a_committed_ticket_is_never_voided(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(), DAY, 77)
    ledger.commit_ticket(kept(), event(1))
    assert ledger.abandon_intent("t-1", event(2, EventKind.VOIDED)) is None
    assert owed(file) == [EventKind.TAKEN]


def test_a_closed_wish_keeps_nothing_of_its_person(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(), DAY, 77)
    ledger.abandon_intent("t-1", None)
    assert file.read(lambda db: list(db.query("select request, closed from intent"))) == [
        {"request": "", "closed": "abandoned"}
    ]


def test_paper_nobody_knows_about_is_found_after_a_crash(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    for ticket_id in ("t-1", "t-2", "t-3"):
        ledger.open_intent(request(ticket_id), DAY, 77)
        ledger.commit_ticket(kept(ticket_id), event(int(ticket_id[2:])))
    ledger.record_print("t-2", PrintState.PRINTING, None)
    ledger.record_print("t-3", PrintState.PRINTED, event(9, EventKind.PRINTED))
    unfinished = [(ticket.view.ticket_id, ticket.print_state) for ticket in ledger.unfinished_prints()]
    assert unfinished == [("t-1", PrintState.COMMITTED), ("t-2", PrintState.PRINTING)]


def test_paper_is_doubtful_until_the_printer_vouches_for_the_last_of_it(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    assert not ledger.is_paper_doubtful(), "nothing was ever printed"
    for number, kind, data, doubtful in (
        (1, EventKind.PRINTED, {"outcome": "printed"}, False),
        (2, EventKind.TAKEN, {"label": "A018"}, False),
        (3, EventKind.PRINT_UNKNOWN, {"reason": "restarted"}, True),
        (4, EventKind.CARD_FORGOTTEN, {"x": 1}, True),
        (5, EventKind.REPRINTED, {"outcome": "failed"}, True),
        (6, EventKind.REPRINTED, {"outcome": "printed"}, False),
        (7, EventKind.PRINT_FAILED, {"outcome": "failed"}, True),
    ):
        ledger.record_event(event(number, kind, data=data))
        assert ledger.is_paper_doubtful() == doubtful, number


def test_a_reprint_that_was_begun_is_doubtful_until_something_is_told_of_paper(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    for number, told in ((1, EventKind.PRINTED), (2, EventKind.REPRINTED)):
        assert ledger.begin_reprint() is None
        assert ledger.is_paper_doubtful(), number
        ledger.record_event(event(10 * number, EventKind.CARD_FORGOTTEN, data={"x": 1}))
        assert ledger.is_paper_doubtful(), number
        ledger.record_event(event(10 * number + 1, told, data={"outcome": "printed"}))
        assert not ledger.is_paper_doubtful(), number


def test_a_card_is_reported_until_the_staff_hear_that_it_was_taken(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    assert not ledger.is_card_reported()
    for number, kind, reported in (
        (1, EventKind.CARD_FORGOTTEN, True),
        (2, EventKind.TAKEN, True),
        (3, EventKind.CARD_COLLECTED, False),
        (4, EventKind.CARD_FORGOTTEN, True),
    ):
        ledger.record_event(event(number, kind))
        assert ledger.is_card_reported() == reported


def test_a_reprint_is_counted_and_never_makes_printed_paper_unprinted(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(), DAY, 77)
    ledger.commit_ticket(kept(), event(1))
    ledger.record_print("t-1", PrintState.FAILED, event(2, EventKind.PRINT_FAILED))
    ledger.record_reprint("t-1", PrintState.PRINTED, event(3, EventKind.REPRINTED))
    ledger.record_reprint("t-1", PrintState.FAILED, event(4, EventKind.REPRINTED))
    assert ledger.ticket("t-1") == replace(kept(), print_state=PrintState.PRINTED, reprints=2)


def test_paper_of_a_ticket_that_does_not_exist_is_a_bug(file: LedgerFile) -> None:
    with pytest.raises(ValueError, match="no such ticket"):
        TerminalLedger(file).record_print("t-9", PrintState.PRINTED, event(1, EventKind.PRINTED))
    assert owed(file) == []


def test_an_event_without_a_ticket_is_owed_like_any_other(file: LedgerFile) -> None:
    assert TerminalLedger(file).record_event(event(1, EventKind.CARD_FORGOTTEN, "")) is None
    assert owed(file) == [EventKind.CARD_FORGOTTEN]
