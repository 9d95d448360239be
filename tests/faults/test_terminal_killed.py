"""A terminal's process under SIGKILL, at every named instant and at random ones, with real hall and real devices.

Afterwards, always: no number twice, every committed ticket is called, every request that was given up is void, the
restarted terminal shows and prints nothing by itself, and nobody's paper hangs on another's.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.journeys.ticket_life import Point
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from tests.faults.killed_terminal import NOWHERE, Factory, TerminalProcess
from tests.faults.visiting import invented_number
from tests.journeys.whole_hall import ITEM, WholeHall, until, whole_hall

pytestmark = pytest.mark.timeout(170)
KILLS = 40
SEED = 20261123
PRINT_S = 0.7  # about as long as the paper takes
TAKE_S = 0.03


@dataclass
class Story:
    """What is known from outside: the papers in the order in which they came, and the labels that were seen."""

    hall: WholeHall
    factory: Factory
    papers: dict[int, dict[str, Any]] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)

    def look(self) -> None:
        """The printer remembers twenty pieces, so they are fetched after every visit."""
        self.papers.update({paper["number"]: paper for paper in self.hall.papers()})

    def visit(self, terminal: TerminalProcess, number: str = "") -> None:
        """Up to the touch of 取号, which is not waited for."""
        terminal.touch(said.ShowHot(), said.ChooseItem(ITEM))
        terminal.see(pages.CardPrompt)
        terminal.touch(said.UseKeypad())
        terminal.see(pages.TypeNumber)
        terminal.touch(*(said.TypeKey(key) for key in number or invented_number()), said.SubmitNumber())
        terminal.see(pages.Check)
        terminal.touch(said.Confirm())

    def ended(self, terminal: TerminalProcess) -> None:
        """After a kill: what it showed is remembered."""
        tickets = [page for page in terminal.pages if isinstance(page, pages.TicketPage)]
        self.shown.extend({page.ticket.label for page in tickets})
        self.look()

    def restarts(self) -> TerminalProcess:
        """A restarted terminal stands at its first page."""
        terminal = self.factory.start()
        assert {type(page) for page in terminal.pages} == {pages.Home}
        return terminal

    def quiet_printer(self) -> list[object]:
        """What came out once all that was on its way to the printer when its host died has come out."""
        before: list[object] = []
        while (now := [(paper["number"], paper["bytes"], paper["cut"]) for paper in self.hall.papers()]) != before:
            before = list(now)
            time.sleep(0.3)
        return before

    def whole_visit(self) -> str:
        """Somebody takes a number after the restart, as if nothing had been."""
        terminal = self.restarts()
        self.visit(terminal)
        page = terminal.see_paper()
        assert page.paper is pages.PaperPhase.PRINTED, page.reason
        terminal.kill()
        self.ended(terminal)
        paper = self.papers[max(self.papers)]
        assert (paper["label"], paper["qr"], paper["cut"]) == (page.ticket.label, page.code, True)
        assert str(paper["text"]).count("尾号") == 1
        return page.ticket.label


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHall]:
    """Nobody else's: every number of it is accounted for."""
    with whole_hall(tmp_path_factory.mktemp("hall")) as house:
        yield house


@pytest.fixture
def story(hall: WholeHall) -> Iterator[Story]:
    hall.work("reset")
    factory = Factory(hall)
    yield Story(hall, factory)
    factory.close()


def book(hall: WholeHall) -> LedgerFile:
    opened = open_ledger(hall.state.data("terminal") / "terminal.sqlite")
    assert isinstance(opened, Opened) and opened.moved_aside is None
    return opened.file


def rows(file: LedgerFile, sql: str) -> list[Any]:
    return file.read(lambda db: db.conn.execute(sql).fetchall())


def everything_holds(story: Story) -> int:
    """The terminal's book, the hall's book, the papers and the calls agree; the number of committed tickets."""
    story.whole_visit()
    hall = story.hall
    last = story.restarts()
    until(lambda: _owes_nothing(hall), "the hall has heard everything")
    last.kill()
    with closing(book(hall)) as file:
        tickets = rows(file, "select ticket_id, label from ticket")
        given_up = [row[0] for row in rows(file, "select ticket_id from intent where closed = 'abandoned'")]
        assert rows(file, "select ticket_id from intent where closed = ''") == []
        assert rows(file, "select ticket_id from ticket where print_state in ('committed', 'printing')") == []
        assert list(Outbox(file).quarantined()) == []
    committed = [row[1] for row in tickets]
    assert len(hall.labels()) == len(set(hall.labels())), "a number was given twice"
    assert len(committed) == len(set(committed))
    assert set(story.shown) <= set(committed), "a number was shown that is not valid"
    for ticket_id in given_up:
        assert hall.kinds(ticket_id) in ([], ["voided"], ["reserved", "voided"]), "it is nobody's"  # []: refused
    pieces = [paper["label"] for paper in story.papers.values() if paper["label"]]
    assert len(pieces) == len(set(pieces)), "a ticket was printed twice"
    assert set(pieces) <= set(committed), "paper of a number that is not valid, or of two on one piece"
    called = hall.call_everybody()
    done = {event["ticket_id"] for event in hall.events() if event["kind"] == "done"}
    assert done == {row[0] for row in tickets}, "not everybody with a number was called"
    assert len(called) == len(set(called))
    return len(called)


def _owes_nothing(hall: WholeHall) -> bool:
    """Seen from outside, on a connection of our own."""
    path = hall.state.data("terminal") / "terminal.sqlite"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        owed = file.execute("select (select coalesce(max(seq), 0) from event) - acked from stream").fetchone()
    return bool(owed[0] == 0)


@pytest.mark.parametrize("point", [point for point in Point if point is not Point.REPRINTING])
def test_killed_at_a_named_instant_of_a_tickets_life(story: Story, point: Point) -> None:
    story.restarts().kill()  # so that it knows what a terminal without a hall has to remember
    terminal = story.factory.start(point, NOWHERE if point is Point.ABANDONED else "")
    story.visit(terminal)
    terminal.ended()
    story.ended(terminal)
    before = story.quiet_printer()
    restarted = story.restarts()
    assert story.quiet_printer() == before, "a restart printed by itself"
    restarted.kill()
    everything_holds(story)


@pytest.mark.parametrize("point", [Point.COMMITTED, Point.PRINTING])
def test_whoever_stood_there_when_it_was_killed_gets_the_same_number_on_paper_by_a_touch(
    story: Story, point: Point
) -> None:
    number = invented_number()
    story.restarts().kill()
    terminal = story.factory.start(point)
    story.visit(terminal, number)
    terminal.ended()
    story.ended(terminal)
    again = story.restarts()
    story.visit(again, number)
    waiting = again.see(pages.AlreadyWaiting)
    again.touch(said.Reprint())
    assert again.see_paper().paper is pages.PaperPhase.PRINTED
    again.kill()
    story.ended(again)
    paper = story.papers[max(story.papers)]
    assert paper["label"] == waiting.ticket.label and "补打" in str(paper["text"])
    everything_holds(story)


def test_killed_in_the_middle_of_a_reprint_nobody_gets_what_hangs_there_of_it(story: Story) -> None:
    """It dies with the reprint half-way through the cable; the next ticket is whole, alone, and somebody else's."""
    terminal = story.restarts()
    story.visit(terminal)
    first = terminal.see_paper()
    assert first.paper is pages.PaperPhase.PRINTED
    pieces = len(story.hall.papers())
    story.hall.work("slow", device="receipt-printer", baud=9600)
    terminal.touch(said.Reprint())
    until(lambda: len(story.hall.papers()) > pieces, "the reprint has begun")
    terminal.kill()
    story.ended(terminal)
    story.hall.work("lift_faults", device="receipt-printer")
    story.quiet_printer()
    label = story.whole_visit()
    assert label != first.ticket.label
    assert first.ticket.label not in str(story.papers[max(story.papers)]["text"])


def test_killed_at_forty_random_instants_of_taking_and_printing(story: Story) -> None:
    chance = random.Random(SEED)
    instants = [chance.uniform(0, TAKE_S) for _ in range(KILLS // 3)]
    instants += [chance.uniform(0, PRINT_S) for _ in range(KILLS - len(instants))]
    for instant in chance.sample(instants, len(instants)):
        terminal = story.restarts()
        story.visit(terminal)
        time.sleep(instant)
        terminal.kill()
        story.ended(terminal)
    assert everything_holds(story) > KILLS // 3
