"""The hall dies, hangs, moves or answers into the void while a citizen takes a number: one number, or a clear no."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.hall.client import Limits as HallLimits
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.operation.process import address_of
from offline_cache.outbox import Outbox
from tests.faults.line_cutter import RESERVE, SEND_EVENTS, Cut, LineCutter
from tests.faults.visiting import choose, invented_number, leave, numbered, papers_of, type_in, waits_once
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until, whole_hall

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHall]:
    """Nobody else's: it is killed, and it counts a terminal's starts, of which 25 a day have a block of own numbers."""
    with whole_hall(tmp_path_factory.mktemp("hall")) as house:
        yield house


@pytest.fixture
def line(hall: WholeHall) -> Iterator[LineCutter]:
    cutter = LineCutter(address_of(hall.state, "hall"))
    yield cutter
    cutter.close()


@pytest.fixture
def terminal(terminals: Callable[[Wishes], Terminal], line: LineCutter) -> Terminal:
    return terminals(Wishes(hall=line.url, line=HallLimits(connect=0.5, answer=1.0), patience_s=2.0))


def at_check(terminal: Terminal) -> None:
    choose(terminal)
    type_in(terminal, invented_number())


def gets_one_number(hall: WholeHall, terminal: Terminal, page: pages.TicketPage) -> None:
    assert page.paper is pages.PaperPhase.PRINTED, page.reason
    waits_once(hall, page)
    assert terminal.has_logged("ticket_taken", label=page.ticket.label)
    assert len(papers_of(hall, page.ticket.label)) == 1
    leave(hall, terminal)
    assert hall.call_everybody() == [page.ticket.label]


def refused(terminal: Terminal, reason: pages.FailureReason) -> None:
    """The page says no and where to go; its key leads home; the log says why."""
    failure = terminal.see(pages.Failure)
    assert failure.reason is reason
    assert "窗口" in terminal.says()
    assert terminal.shown().face["facts"], "it names the place"
    assert terminal.has_logged("ticket_not_taken")
    terminal.press("home")
    terminal.see(pages.Home)


def voided(hall: WholeHall, terminal: Terminal, reserved: bool) -> None:
    """The request that was given up is nobody's at the hall, and stays so."""
    until(lambda: "voided" in [event["kind"] for event in hall.events()], "the hall hears that it was given up")
    given_up = [event["ticket_id"] for event in hall.events() if event["kind"] == "voided"][-1]
    assert hall.kinds(given_up) == (["reserved", "voided"] if reserved else ["voided"])
    assert terminal.ledger.ticket(given_up) is None
    assert terminal.ledger.open_intents() == []


def test_no_hall_before_the_touch(hall: WholeHall, terminal: Terminal) -> None:
    hall.end("hall", kill=True)
    at_check(terminal)
    terminal.touch(said.Confirm())
    refused(terminal, pages.FailureReason.HALL_UNREACHABLE)
    assert terminal.has_logged("hall_unreachable")
    hall.start("hall")
    assert terminal.has_logged("hall_reached")
    at_check(terminal)
    gets_one_number(hall, terminal, numbered(terminal))
    voided(hall, terminal, reserved=False)


@pytest.mark.parametrize("moment", ["before the hall stores", "after the hall stored"])
def test_the_hall_is_killed_at_the_touch_and_comes_back_on_another_port(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal], line: LineCutter, moment: str
) -> None:
    terminal = terminals(Wishes(hall=line.url, patience_s=30.0))
    again: list[threading.Thread] = []

    def kill() -> None:
        hall.end("hall", kill=True)
        again.append(threading.Thread(target=hall.start, args=("hall",)))
        again[-1].start()

    before, after = (kill, lambda: None) if moment.startswith("before") else (lambda: None, kill)
    line.cuts.append(Cut(RESERVE, keep=0, before=before, after=after))
    at_check(terminal)
    terminal.touch(said.Confirm())
    terminal.see(pages.Working)
    page = terminal.see(pages.TicketPage, lambda page: page.paper is not pages.PaperPhase.PRINTING)
    again[0].join(40)
    gets_one_number(hall, terminal, page)


@pytest.mark.parametrize("keep", [0, 1, 40, 200])
def test_a_lost_reply_is_asked_for_again_and_is_the_same_number(
    hall: WholeHall, terminal: Terminal, line: LineCutter, keep: int
) -> None:
    line.cuts.append(Cut(RESERVE, times=2, keep=keep))
    at_check(terminal)
    page = numbered(terminal)
    assert line.count(RESERVE) >= 3
    gets_one_number(hall, terminal, page)


def test_a_request_that_never_arrives_is_sent_again(hall: WholeHall, terminal: Terminal, line: LineCutter) -> None:
    line.cuts.append(Cut(RESERVE, times=3, swallow=True))
    at_check(terminal)
    gets_one_number(hall, terminal, numbered(terminal))


def test_a_reply_that_comes_too_late_is_the_same_number(hall: WholeHall, terminal: Terminal, line: LineCutter) -> None:
    line.cuts.append(Cut(RESERVE, after=lambda: threading.Event().wait(2.0)))
    at_check(terminal)
    terminal.touch(said.Confirm(), said.Confirm(), said.Exit())  # impatient
    page = terminal.see(pages.TicketPage, lambda page: page.paper is not pages.PaperPhase.PRINTING)
    gets_one_number(hall, terminal, page)


def test_replies_that_never_come_end_in_a_clear_no_and_the_number_is_nobodys(
    hall: WholeHall, terminal: Terminal, line: LineCutter
) -> None:
    line.cuts.append(Cut(RESERVE, times=10_000, keep=0))
    at_check(terminal)
    terminal.touch(said.Confirm())
    refused(terminal, pages.FailureReason.HALL_UNREACHABLE)
    voided(hall, terminal, reserved=True)
    lost = hall.labels()[-1]
    line.cuts.clear()
    at_check(terminal)
    page = numbered(terminal)
    assert page.ticket.label != lost
    gets_one_number(hall, terminal, page)


def test_a_hall_that_stands_still_is_no_hall_and_what_it_does_late_is_void(hall: WholeHall, terminal: Terminal) -> None:
    at_check(terminal)
    hall.children["hall"].send_signal(signal.SIGSTOP)
    try:
        terminal.touch(said.Confirm())
        refused(terminal, pages.FailureReason.HALL_UNREACHABLE)
    finally:
        hall.children["hall"].send_signal(signal.SIGCONT)
    assert terminal.has_logged("hall_reached")
    until(lambda: not Outbox(terminal.book).backlog(), "the hall hears everything")
    given_up = [event["ticket_id"] for event in hall.events() if event["kind"] == "voided"][-1]
    assert set(hall.kinds(given_up)) <= {"reserved", "voided"}
    at_check(terminal)
    gets_one_number(hall, terminal, numbered(terminal))


def test_a_confirmation_whose_reply_is_lost_counts_once(hall: WholeHall, terminal: Terminal, line: LineCutter) -> None:
    line.cuts.append(Cut(SEND_EVENTS, times=3, keep=0))
    at_check(terminal)
    page = numbered(terminal)
    gets_one_number(hall, terminal, page)
    until(lambda: "printed" in hall.kinds(page.ticket.ticket_id), "everything arrives in the end")
    kinds = hall.kinds(page.ticket.ticket_id)
    assert len(kinds) == len(set(kinds))


def test_a_double_tap_is_one_number(hall: WholeHall, terminal: Terminal, line: LineCutter) -> None:
    at_check(terminal)
    before = len(hall.labels())
    terminal.touch(said.Confirm(), said.Confirm(), said.Confirm())
    terminal.see(pages.TicketPage)
    terminal.touch(said.Confirm(), said.Confirm())
    page = terminal.see(pages.TicketPage, lambda page: page.paper is not pages.PaperPhase.PRINTING)
    assert len(hall.labels()) == before + 1
    assert line.count(RESERVE) == 1
    gets_one_number(hall, terminal, page)


def test_the_same_person_again_is_offered_a_reprint_and_no_second_number(hall: WholeHall, terminal: Terminal) -> None:
    number = invented_number()
    choose(terminal)
    type_in(terminal, number)
    first = numbered(terminal)
    leave(hall, terminal)
    choose(terminal)
    type_in(terminal, number)
    terminal.touch(said.Confirm())
    assert terminal.see(pages.AlreadyWaiting).ticket.label == first.ticket.label
    terminal.press("reprint")
    terminal.see(pages.TicketPage, lambda page: page.paper is pages.PaperPhase.PRINTED)
    assert "补打" in str(hall.papers()[-1]["text"])
    leave(hall, terminal)
    assert hall.call_everybody() == [first.ticket.label]


@pytest.fixture
def lonely(terminals: Callable[[Wishes], Terminal], line: LineCutter) -> Terminal:
    """Gives numbers of its own once no hall has answered for two seconds."""
    limits = HallLimits(connect=0.5, answer=1.0)
    terminal = terminals(Wishes(hall=line.url, line=limits, patience_s=0.5, own_after_s=2.0))
    until(terminal.is_counted, "the hall has counted this start of the terminal")
    return terminal


def of_its_own(terminal: Terminal) -> pages.TicketPage:
    """The number, its page and its paper, as the citizen gets them without any hall."""
    page = numbered(terminal)
    assert page.paper is pages.PaperPhase.PRINTED, page.reason
    assert page.ticket.own and page.ticket.label.startswith("AC")
    face = terminal.shown().face
    assert (face["kind"], face["ahead"], face["wait"]) == ("离线取号", "", "")
    assert "大厅恢复后" in face["sentence"] and "窗口工作人员" in face["rule"]
    assert terminal.has_logged("ticket_own_number", label=page.ticket.label)
    return page


def joins(hall: WholeHall, page: pages.TicketPage, paper: str) -> None:
    """The hall has taken it in, at the time when it was taken, and calls it."""
    ticket_id, label = page.ticket.ticket_id, page.ticket.label
    until(lambda: "taken" in hall.kinds(ticket_id), "the hall hears of it")
    adopted = hall.events(ticket_id)[0]
    assert (adopted["kind"], adopted["adopted"], adopted["label"]) == ("reserved", True, label)
    assert adopted["arrived_ms"] == page.ticket.taken_ms
    assert hall.labels().count(label) == 1
    assert "大厅恢复后" in paper


def test_a_terminal_without_a_hall_gives_numbers_of_its_own_and_they_join_when_it_is_back(
    hall: WholeHall, lonely: Terminal, line: LineCutter
) -> None:
    at_check(lonely)
    first = numbered(lonely)
    assert not first.ticket.own
    leave(hall, lonely)
    hall.end("hall", kill=True)
    until(lambda: lonely.view and lonely.view.knowledge.own_numbers, "the terminal knows that it is cut off")
    lonely.see(pages.Home)
    assert "大厅恢复后" in lonely.shown().face["notices"][0]
    person = invented_number()
    choose(lonely)
    type_in(lonely, person)
    page = of_its_own(lonely)
    papers = papers_of(hall, page.ticket.label)
    assert len(papers) == 1
    leave(hall, lonely)
    choose(lonely)
    type_in(lonely, person)
    lonely.touch(said.Confirm())
    assert lonely.see(pages.AlreadyWaiting).ticket.label == page.ticket.label
    leave(hall, lonely)
    at_check(lonely)
    second = of_its_own(lonely)
    leave(hall, lonely)
    hall.start("hall")
    for own in (page, second):
        joins(hall, own, str(papers_of(hall, own.ticket.label)[-1]["text"]))
    given_up = [event["ticket_id"] for event in hall.events() if event["kind"] == "voided"]
    assert not {page.ticket.ticket_id, second.ticket.ticket_id} & set(given_up)
    assert hall.call_everybody() == [first.ticket.label, page.ticket.label, second.ticket.label]


def test_a_wish_whose_answer_never_came_is_given_up_before_an_own_number_is_given_for_it(
    hall: WholeHall, lonely: Terminal, line: LineCutter
) -> None:
    at_check(lonely)
    target, line.target = line.target, lambda: None
    line.cuts.append(Cut(RESERVE, times=10_000, keep=0, before=lambda: setattr(line, "target", target)))
    until(lambda: lonely.view and lonely.view.knowledge.own_numbers, "the terminal knows that it is cut off")
    page = of_its_own(lonely)
    line.cuts.clear()
    until(lambda: "voided" in [event["kind"] for event in hall.events()], "the hall hears that it was given up")
    given_up = [event["ticket_id"] for event in hall.events() if event["kind"] == "voided"][-1]
    assert given_up != page.ticket.ticket_id
    joins(hall, page, str(papers_of(hall, page.ticket.label)[-1]["text"]))
    leave(hall, lonely)
    assert hall.call_everybody() == [page.ticket.label]


def test_a_terminal_killed_while_cut_off_gives_no_own_number_twice(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal], line: LineCutter, lonely: Terminal
) -> None:
    line.target = lambda: None
    until(lambda: lonely.view and lonely.view.knowledge.own_numbers, "the terminal knows that it is cut off")
    at_check(lonely)
    first = of_its_own(lonely)
    leave(hall, lonely)
    lonely.close()
    again = hall.terminal(Wishes(hall=line.url, line=HallLimits(connect=0.5, answer=1.0), own_after_s=2.0))
    try:
        until(lambda: again.view and again.view.knowledge.own_numbers, "it is cut off from its start on")
        at_check(again)
        second = of_its_own(again)
        assert second.ticket.label != first.ticket.label
        line.target = address_of(hall.state, "hall")
        for own in (first, second):
            joins(hall, own, str(papers_of(hall, own.ticket.label)[-1]["text"]))
        leave(hall, again)
    finally:
        again.close()
    assert hall.call_everybody() == [first.ticket.label, second.ticket.label]


def test_a_hall_of_another_kind_is_no_hall(hall: WholeHall, terminal: Terminal, line: LineCutter) -> None:
    """Something else took the hall's port: the city answers there."""
    at_check(terminal)
    line.target = address_of(hall.state, "city")
    terminal.touch(said.Confirm())
    refused(terminal, pages.FailureReason.HALL_OUT_OF_SERVICE)
    line.target = address_of(hall.state, "hall")
    at_check(terminal)
    gets_one_number(hall, terminal, numbered(terminal))
