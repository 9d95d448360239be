"""A ticket's life, and a power cut at every point of it: never two tickets, never one number twice, none lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.signed_ticket import verify
from kiosk.domain.ticket import HallUnreachable, PrintState, Refused, ReserveReply, TakeRefusal, TakeRequest
from kiosk.journeys.ticket_life import Point, Recovered, printed, printing, recover, reprinted, reprinting, settle, take
from kiosk.ports.devices import PrintOutcome, PrintReport
from kiosk.ports.ledger import KeptTicket, LedgerFailure
from tests.journeys.one_hall import DAY, KEY, OneHall, PowerCut, Terminal, cut_at, nothing, out_of_reach, wish

PRINTED = PrintReport(PrintOutcome.PRINTED, confirmed_by="process_id")


def whole_visit(terminal: Terminal, ticket_id: str = "t-1") -> None:
    kept = take(wish(ticket_id), terminal.means)
    if isinstance(kept, KeptTicket):
        printing(ticket_id, terminal.means)
        printed(kept.view, PRINTED, terminal.means)


def test_a_wish_becomes_a_ticket_that_waits_in_the_hall_and_carries_its_signed_data(path: Path) -> None:
    hall = OneHall()
    terminal = Terminal(path, "a", hall.reserve)
    kept = take(wish(), terminal.means)
    assert isinstance(kept, KeptTicket)
    data = verify(kept.code, KEY)
    assert data is not None and (data.ticket_id, data.label, data.node) == ("t-1", "A001", "terminal-1")
    hall.hear(terminal.outbox)
    assert hall.waiting() == {"t-1"}
    terminal.file.close()


def test_the_same_wish_again_is_the_same_ticket_even_when_the_hall_is_gone_by_then(path: Path) -> None:
    hall = OneHall()
    terminal = Terminal(path, "a", hall.reserve)
    first = take(wish(), terminal.means)
    terminal.file.close()
    later = Terminal(path, "b", out_of_reach)
    assert take(wish(), later.means) == first
    assert later.owed() == [EventKind.TAKEN]
    later.file.close()


@pytest.mark.parametrize("point", [point for point in Point if point is not Point.REPRINTING])
def test_a_power_cut_at_any_point_makes_no_second_ticket_and_loses_none(path: Path, point: Point) -> None:
    hall = OneHall()
    terminal = Terminal(path, "a", out_of_reach if point is Point.ABANDONED else hall.reserve, cut_at(point))
    with pytest.raises(PowerCut):
        whole_visit(terminal)
    terminal.file.close()

    started = Terminal(path, "b", hall.reserve)
    found = recover(started.means)
    committed = started.ledger.ticket("t-1")
    assert (committed is not None) == (point in (Point.COMMITTED, Point.PRINTING, Point.PRINT_CONFIRMED))
    assert found.unknown_paper == (("A001",) if committed else ())
    assert recover(started.means) == Recovered((), ()), "a second look finds nothing more"
    hall.hear(started.outbox)
    whole_visit(started, "t-2")
    hall.hear(started.outbox)
    second = started.ledger.ticket("t-2")
    assert second is not None and second.view.label == f"A{len(hall.tickets):03d}"
    assert hall.waiting() == ({"t-1", "t-2"} if committed else {"t-2"})
    if committed:
        assert committed.view.label != second.view.label
        kept = started.ledger.ticket("t-1")
        assert kept is not None and kept.print_state is PrintState.UNKNOWN
    started.file.close()


def test_a_power_cut_after_the_hall_set_a_number_aside_makes_that_number_void(path: Path) -> None:
    hall = OneHall()

    def reserves_and_dies(request: TakeRequest) -> ReserveReply:
        hall.reserve(request)
        raise PowerCut

    terminal = Terminal(path, "a", reserves_and_dies)
    with pytest.raises(PowerCut):
        take(wish(), terminal.means)
    terminal.file.close()
    started = Terminal(path, "b", hall.reserve)
    assert recover(started.means) == Recovered(("t-1",), ())
    hall.hear(started.outbox)
    assert hall.reserve(wish()) == Refused(TakeRefusal.VOIDED)
    kept = take(wish("t-2"), started.means)
    assert isinstance(kept, KeptTicket) and kept.view.label == "A002"
    started.file.close()


def test_a_hall_out_of_reach_gets_to_hear_that_nobody_has_the_number(path: Path) -> None:
    terminal = Terminal(path, "a", out_of_reach)
    assert take(wish(), terminal.means) is HallUnreachable.NO_CONNECTION
    assert (terminal.owed(), list(terminal.ledger.open_intents())) == ([EventKind.VOIDED], [])
    hall = OneHall()
    hall.hear(terminal.outbox)
    assert hall.reserve(wish()) == Refused(TakeRefusal.VOIDED), "a request that arrives late gets no number any more"
    terminal.file.close()


def test_a_refusal_leaves_nothing_to_report(path: Path) -> None:
    terminal = Terminal(path, "a", lambda request: Refused(TakeRefusal.QUEUE_CLOSED))
    assert take(wish(), terminal.means) == Refused(TakeRefusal.QUEUE_CLOSED)
    assert (terminal.owed(), list(terminal.ledger.open_intents())) == ([], [])
    terminal.file.close()


def test_a_full_disk_before_the_hall_was_asked_asks_it_nothing(path: Path) -> None:
    def never(request: TakeRequest) -> ReserveReply:
        raise AssertionError("the hall was asked although nothing could be remembered")

    terminal = Terminal(path, "a", never)
    terminal.file.write(lambda db: db.execute("pragma query_only = on"))
    assert take(wish(), terminal.means) is LedgerFailure.READ_ONLY
    terminal.file.close()


def test_a_disk_that_fills_up_between_number_and_ticket_makes_the_number_void_once_there_is_room(path: Path) -> None:
    hall = OneHall()

    def disk_fills_up(point: Point) -> None:
        if point is Point.RESERVED:
            terminal.file.write(lambda db: db.execute("pragma query_only = on"))

    terminal = Terminal(path, "a", hall.reserve, disk_fills_up)
    assert take(wish(), terminal.means) is LedgerFailure.READ_ONLY
    assert settle(terminal.means) == ()
    terminal.file.close()
    roomy = Terminal(path, "b", hall.reserve, nothing)
    assert settle(roomy.means) == ("t-1",)
    hall.hear(roomy.outbox)
    assert hall.waiting() == set()
    roomy.file.close()


@pytest.mark.parametrize("outcome", list(PrintOutcome))
def test_what_the_printer_said_is_what_the_book_says(path: Path, outcome: PrintOutcome) -> None:
    terminal = Terminal(path, "a", OneHall().reserve)
    taken = take(wish(), terminal.means)
    assert isinstance(taken, KeptTicket)
    assert printing("t-1", terminal.means) is None
    assert printed(taken.view, PrintReport(outcome, "paper_out"), terminal.means) is None
    kept = terminal.ledger.ticket("t-1")
    event = terminal.outbox.owed(10).events[-1]
    assert kept is not None
    assert (kept.print_state.value, event.kind.value) == (event.kind.value, kept.print_state.value)
    assert event.data["outcome"] == outcome.value
    assert recover(terminal.means) == Recovered((), ())
    terminal.file.close()


def test_a_reprint_is_told_and_counted_also_for_another_terminals_ticket(path: Path) -> None:
    terminal = Terminal(path, "a", OneHall().reserve)
    taken = take(wish(), terminal.means)
    assert isinstance(taken, KeptTicket)
    assert reprinted(taken.view, PRINTED, terminal.means) is None
    assert reprinted(replace(taken.view, ticket_id="of-another-terminal"), PRINTED, terminal.means) is None
    kept = terminal.ledger.ticket("t-1")
    assert kept is not None and (kept.reprints, kept.print_state) == (1, PrintState.PRINTED)
    assert terminal.owed() == [EventKind.TAKEN, EventKind.REPRINTED, EventKind.REPRINTED]
    terminal.file.close()


def test_a_power_cut_in_the_middle_of_a_reprint_leaves_the_paper_doubtful_until_the_next_whole_one(path: Path) -> None:
    terminal = Terminal(path, "a", OneHall().reserve)
    whole_visit(terminal)
    assert not terminal.ledger.is_paper_doubtful()
    assert reprinting(terminal.means) is None
    terminal.file.close()
    started = Terminal(path, "b", OneHall().reserve)
    assert recover(started.means) == Recovered((), ())
    assert started.ledger.is_paper_doubtful()
    kept = started.ledger.ticket("t-1")
    assert kept is not None
    assert reprinting(started.means) is None
    assert reprinted(kept.view, PRINTED, started.means) is None
    assert not started.ledger.is_paper_doubtful()
    started.file.close()


@pytest.mark.parametrize(("minutes", "told"), [(1, [EventKind.VOIDED]), (30, []), (-600, [])])
def test_a_disk_of_the_moment_before_a_ticket_voids_nothing_that_somebody_holds(
    path: Path, tmp_path: Path, minutes: int, told: list[EventKind]
) -> None:
    """The disk is copied while the number is set aside. The ticket is committed and printed, the hall hears nothing of
    it, and the copy is put back: it knows an open wish. A crash is back at once; an image is not."""
    image = tmp_path / "image"

    def copied(here: Point) -> None:
        if here is Point.RESERVED:
            shutil.copytree(path.parent, image, ignore=shutil.ignore_patterns("image", "*.lock", "*-shm"))

    hall = OneHall()
    terminal = Terminal(path, "a", hall.reserve, copied)
    assert isinstance(take(wish(), terminal.means), KeptTicket)
    terminal.file.close()
    again = Terminal(image / path.name, "b", hall.reserve)
    again.stamps.at_ms += minutes * 60_000
    assert recover(again.means).voided == ("t-1",)
    assert (again.owed(), again.ledger.open_intents()) == (told, [])
    again.file.close()


def test_what_happens_to_a_ticket_after_midnight_belongs_to_the_tickets_day(path: Path) -> None:
    hall = OneHall()
    terminal = Terminal(path, "a", hall.reserve)
    taken = take(wish(), terminal.means)
    assert isinstance(taken, KeptTicket)
    terminal.ledger.open_intent(wish("t-2"), DAY, terminal.stamps.wall_ms())
    terminal.stamps.day = "2026-11-24"
    printing("t-1", terminal.means)
    printed(taken.view, PRINTED, terminal.means)
    reprinted(taken.view, PRINTED, terminal.means)
    assert settle(terminal.means) == ("t-2",)
    events = terminal.outbox.owed(10).events
    assert [event.kind for event in events] == [
        EventKind.TAKEN,
        EventKind.PRINTED,
        EventKind.REPRINTED,
        EventKind.VOIDED,
    ]
    assert {event.day for event in events} == {DAY}
    terminal.file.close()


def test_a_book_that_cannot_be_written_at_start_is_reported_and_tried_again_at_the_next(path: Path) -> None:
    terminal = Terminal(path, "a", OneHall().reserve)
    take(wish(), terminal.means)
    terminal.file.write(lambda db: db.execute("pragma query_only = on"))
    assert recover(terminal.means) == Recovered((), (), LedgerFailure.READ_ONLY)
    terminal.file.close()
    started = Terminal(path, "b", OneHall().reserve)
    assert recover(started.means) == Recovered((), ("A001",))
    started.file.close()
