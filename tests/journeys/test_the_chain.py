"""The chain without windows: card, number, paper, call and evaluation through real wires, HTTP and databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.evaluation import EvaluationOutcome
from kiosk.hall.core.answers import CounterPhase, CounterView, EvaluationTaken, Invitation
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.ports.devices import DeviceState
from tests.journeys.whole_hall import CLERK, ITEM, PIN, Terminal, WholeHall, until, whole_hall

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHall]:
    with whole_hall(tmp_path_factory.mktemp("hall")) as house:
        yield house


@pytest.fixture
def terminal(hall: WholeHall) -> Iterator[Terminal]:
    hall.work("reset")
    inside = hall.terminal()
    try:
        until(
            lambda: inside.view and inside.view.knowledge.settings and inside.view.knowledge.hall_reachable, "settings"
        )
        yield inside
    finally:
        inside.close()


def take(hall: WholeHall, terminal: Terminal, card: str) -> pages.TicketPage:
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    terminal.see(pages.CardPrompt)
    hall.work("lay_card", card=card)
    terminal.see(pages.Check)
    terminal.touch(said.Confirm())
    return terminal.see(pages.TicketPage, lambda page: page.paper is not pages.PaperPhase.PRINTING)


def test_a_citizen_takes_a_number_is_called_and_evaluates(hall: WholeHall, terminal: Terminal) -> None:
    page = take(hall, terminal, "ordinary")
    assert page.paper is pages.PaperPhase.PRINTED, page.reason
    printed = hall.work("tickets")["tickets"][-1]
    assert page.ticket.label in str(printed) and page.code in str(printed)

    view = hall.counter.sign_in(CLERK, PIN)
    assert isinstance(view, CounterView)
    view = until(lambda: _with_waiting(hall), "the person waits")
    called = hall.counter.call_next()
    assert isinstance(called, CounterView) and called.current is not None
    assert called.current.label == page.ticket.label and called.current.name == page.ticket.name
    hall.counter.start()
    done = hall.counter.finish()
    assert isinstance(done, CounterView) and done.phase is CounterPhase.IDLE
    open_now = hall.evaluator.open_evaluation()
    assert isinstance(open_now, Invitation)
    taken = hall.evaluator.submit(open_now.ticket_id, EvaluationOutcome.GRADED, 5, ["517"], "", 7)
    assert isinstance(taken, EvaluationTaken)
    terminal.touch(said.Exit())
    terminal.see(pages.TakeYourCard)
    hall.work("lift_card")
    terminal.see(pages.Home)


def _with_waiting(hall: WholeHall) -> CounterView | None:
    view = hall.counter.view()
    return view if isinstance(view, CounterView) and view.waiting else None


def test_paper_is_out_and_the_number_is_valid_all_the_same(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("paper", level="out")
    page = take(hall, terminal, "two_characters")
    assert page.paper is pages.PaperPhase.FAILED and page.reason == "paper_out"
    hall.work("paper", level="full")
    until(lambda: terminal.printer.status().paper.value == "full", "the printer tells of its new paper")
    terminal.touch(said.Reprint())
    page = terminal.see(pages.TicketPage, lambda p: p.paper is pages.PaperPhase.PRINTED)
    assert "补打" in str(hall.work("tickets")["tickets"][-1])


def test_the_hall_is_away_and_the_citizen_is_told_what_to_do(hall: WholeHall, terminal: Terminal) -> None:
    hall.end("hall", kill=True)
    terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
    hall.work("lay_card", card="rare_characters")
    terminal.see(pages.Check)
    terminal.touch(said.Confirm())
    failure = terminal.see(pages.Failure)
    assert failure.reason is pages.FailureReason.HALL_UNREACHABLE
    hall.start("hall")
    terminal.touch(said.Exit())
    hall.work("lift_card")
    terminal.see(pages.Home)
    assert take(hall, terminal, "rare_characters").paper is pages.PaperPhase.PRINTED


def test_whoever_holds_a_paper_sees_its_place_and_has_it_printed_again_at_the_scanner(
    hall: WholeHall, terminal: Terminal
) -> None:
    page = take(hall, terminal, "ordinary")
    printed = hall.papers()[-1]
    terminal.touch(said.Exit())
    terminal.see(pages.TakeYourCard)
    hall.work("lift_card")
    scanner_looks(terminal)
    hall.work("show_code", text=str(printed["qr"]))
    found = terminal.see(pages.AlreadyWaiting)
    assert (found.ticket.label, found.ticket.name) == (page.ticket.label, "")
    terminal.press("reprint")
    terminal.see(pages.TicketPage, lambda told: told.paper is pages.PaperPhase.PRINTED)
    again = hall.papers()[-1]
    assert (again["label"], again["qr"]) == (printed["label"], printed["qr"])
    assert any("补打" in line for line in again["text"])
    assert not any(page.ticket.name in line for line in again["text"]), "a code proves nobody"


@pytest.mark.parametrize(
    ("code", "problem", "words"),
    [
        ("https://example.invalid/", pages.ScanProblem.UNKNOWN, "用不了"),
        ("CITY:0123456789", pages.ScanProblem.FOREIGN, "身份证"),
        ("CERT:0123456789", pages.ScanProblem.FOREIGN, "身份证"),
    ],
)
def test_a_code_of_elsewhere_gets_a_sentence_and_the_scanner_looks_again_when_asked(
    hall: WholeHall, terminal: Terminal, code: str, problem: pages.ScanProblem, words: str
) -> None:
    scanner_looks(terminal)
    hall.work("show_code", text=code)
    terminal.see(pages.ScanCode, lambda page: page.problem is problem)
    assert words in terminal.says()
    terminal.press("scan")
    terminal.see(pages.ScanCode, lambda page: page.problem is None)


def scanner_looks(terminal: Terminal) -> None:
    """What is held there before it looks is dropped."""
    counted = terminal.supervisor.counters
    until(lambda: terminal.view and terminal.view.knowledge.scanner.device is DeviceState.ONLINE, "a scanner")
    terminal.see(pages.Home)
    terminal.touch(said.ShowScan())
    terminal.see(pages.ScanCode)
    until(lambda: counted.of("code-scanner").get("looks", 0) >= 1, "the scanner looks")
