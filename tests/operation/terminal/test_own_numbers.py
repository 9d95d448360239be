"""When a terminal gives numbers of its own letter, what it remembers of the hall's, and how it answers a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import catalogue_from, hall_settings_from
from kiosk.domain.events import Event, EventKind
from kiosk.domain.number_rules import NOTHING_PUBLISHED, NumberRules, number_rules_from
from kiosk.domain.numbering import Part, day_space
from kiosk.domain.ticket import (
    HallUnreachable,
    Holder,
    Refused,
    Reserved,
    ReserveReply,
    Seen,
    TakeRefusal,
    TakeRequest,
    TicketState,
    TicketView,
)
from kiosk.hall.core import commands
from kiosk.hall.core.answers import TerminalSummary
from kiosk.journeys.ticket_life import NotTaken
from kiosk.operation.terminal.desk import HallDesk
from kiosk.operation.terminal.hall_memory import HallMemory
from kiosk.operation.terminal.own_numbers import OwnNumbers
from kiosk.operation.terminal.reporting import AGAIN_S, Reporting
from kiosk.operation.terminal.stamp import Stamp
from kiosk.ports.ledger import KeptTicket
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.hall.memory import Counted, StandingClock
from tests.hall.one_hall import CONSULT, DAY, SOCIAL, OneHall, person

FILES = load_publication()
CATALOGUE, SETTINGS = catalogue_from(FILES["catalogue"]), hall_settings_from(FILES["hall"])
RULES = number_rules_from(FILES["number_rules"])
SOCIAL_QUEUE = SETTINGS.queue("social")
assert SOCIAL_QUEUE is not None


@dataclass
class Hall:
    """Answers what it is told to; keeps what it was asked."""

    answer: HallUnreachable | str = HallUnreachable.NO_CONNECTION
    asked: list[TakeRequest] = field(default_factory=list)

    def reserve(self, request: TakeRequest) -> ReserveReply:
        self.asked.append(request)
        if isinstance(self.answer, HallUnreachable):
            return self.answer
        view = TicketView(
            request.ticket_id, self.answer, "social", request.item, DAY, TicketState.RESERVED,
            request.holder.group, "", "", 1, 0, 0, 0, ("3",),
        )  # fmt: skip
        return Reserved(view)


class Desk:
    """A terminal's desk on a real book, with every clock in the test's hand."""

    def __init__(self, path: Path) -> None:
        opened = open_ledger(path)
        assert isinstance(opened, Opened)
        self.file, self.hall, self.clock, self.now_s = opened.file, Hall(), StandingClock(), 100.0
        self.ledger, self.outbox, self.rules = TerminalLedger(opened.file), Outbox(opened.file), RULES
        self.stamp = Stamp("T1", self.clock, Counted("e"), lambda: SETTINGS.boundary_minutes)
        self.memory = HallMemory(lambda: self.now_s, "this life")
        self.memory.told(TerminalSummary(DAY, 0, 0, (), life="this life", lives=1))
        own = OwnNumbers(
            "T1", 10.0, lambda: (CATALOGUE, SETTINGS), self._rules, self.memory, self.clock, Counted("own").new
        )
        hall: Any = self.hall
        self.desk = HallDesk(self.ledger, hall, self.stamp, lambda: b"k" * 32, own, patience_s=0.0)
        self.own = own

    def _rules(self) -> NumberRules:
        return self.rules

    def silent(self, seconds: float) -> None:
        self.now_s += seconds
        self.clock.pass_seconds(seconds)

    def take(self, ticket: str, who: Holder | None = None, item: str = SOCIAL) -> KeptTicket | NotTaken:
        return self.desk.take(TakeRequest(ticket, item, who or Holder()))

    def label(self, ticket: str, who: Holder | None = None, item: str = SOCIAL) -> str:
        taken = self.take(ticket, who, item)
        assert isinstance(taken, KeptTicket), taken
        return taken.view.label

    def owed(self) -> list[tuple[str, str]]:
        return [(event.kind.value, event.ticket_id) for event in self.outbox.owed(50).events]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "terminal.sqlite")
    yield made
    made.file.close()


def test_a_terminal_cut_off_long_enough_gives_up_the_wish_and_then_a_number_of_its_own(desk: Desk) -> None:
    desk.silent(11)
    assert desk.label("t-1", person(1)) == "AC01"
    assert desk.owed() == [("voided", "t-1"), ("taken", "own-00000001")]
    taken = desk.outbox.owed(9).events[-1]
    assert (taken.data["holder"], taken.data["queue"]) == (person(1).hash, "social")
    assert desk.own.ready()


def test_before_that_time_the_citizen_hears_a_clear_no(desk: Desk) -> None:
    desk.silent(9)
    assert desk.take("t-1", person(1)) is HallUnreachable.NO_CONNECTION
    assert not desk.own.ready()


def test_any_answer_of_the_hall_starts_the_time_again(desk: Desk) -> None:
    desk.silent(60)
    desk.hall.answer = "A001"
    assert desk.label("t-1", person(1)) == "A001"
    desk.hall.answer = HallUnreachable.TIMED_OUT
    desk.silent(9)
    assert desk.take("t-2", person(2)) is HallUnreachable.TIMED_OUT
    desk.silent(2)
    assert desk.label("t-3", person(3)) == "AC01"


def test_whoever_was_sent_away_gives_no_numbers(desk: Desk) -> None:
    desk.silent(3600)
    desk.hall.answer = HallUnreachable.NOT_ALLOWED
    assert desk.take("t-1", person(1)) is HallUnreachable.NOT_ALLOWED


def test_without_a_letter_there_is_none(desk: Desk) -> None:
    desk.silent(60)
    desk.rules = NOTHING_PUBLISHED
    assert desk.take("t-1", person(1)) is HallUnreachable.NO_CONNECTION
    desk.rules = replace(RULES, letters=tuple(replace(one, since="2026-11-24") for one in RULES.letters))
    assert desk.take("t-2", person(1)) is HallUnreachable.NO_CONNECTION, "the letter is in force from tomorrow on"


def test_a_clock_that_cannot_be_believed_gives_no_day_and_no_number(desk: Desk) -> None:
    desk.silent(60)
    desk.clock.set_wall(desk.clock.now().wall_ms, trusted=False)
    assert desk.take("t-1", person(1)) is HallUnreachable.NO_CONNECTION
    assert not desk.own.ready()


def test_a_clock_behind_the_halls_day_gives_none_either(desk: Desk) -> None:
    desk.memory.told(TerminalSummary("2026-11-25", 1, 0, ()))
    desk.silent(60)
    assert desk.take("t-1", person(1)) is HallUnreachable.NO_CONNECTION


def test_the_counter_begins_again_with_the_business_day_and_at_the_halls_boundary(desk: Desk) -> None:
    desk.silent(60)
    assert desk.label("t-1", person(1)) == "AC01"
    desk.silent(18 * 3600)  # 03:21
    assert desk.label("t-2", person(2)) == "AC02"
    desk.silent(3600)  # 04:21
    assert desk.label("t-3", person(3)) == "AC1001", "of this day's lives no hall has told"
    days = [kept.day for kept in (desk.outbox.owed(9).events[n] for n in (1, 3, 5))]
    assert days == [DAY, DAY, "2026-11-24"]


def test_one_person_gets_one_number_while_the_hall_is_away(desk: Desk) -> None:
    desk.silent(60)
    assert desk.label("t-1", person(1)) == "AC01"
    again = desk.take("t-2", person(1))
    assert isinstance(again, Refused) and again.reason is TakeRefusal.ALREADY_WAITING
    assert again.ticket is not None and again.ticket.label == "AC01"
    assert desk.label("t-3", person(1), CONSULT) == "CC01", "another queue is another matter"
    assert desk.label("t-4", Holder(), CONSULT) == "CC02"
    assert desk.label("t-5", Holder(), CONSULT) == "CC03", "nobody is asked who asks a question"


def test_a_number_from_an_earlier_outage_stands_in_nobodys_way(desk: Desk) -> None:
    desk.silent(60)
    assert desk.label("t-1", person(1)) == "AC01"
    desk.hall.answer = "A001"
    desk.silent(600)
    desk.label("t-2", person(2))
    desk.hall.answer = HallUnreachable.NO_CONNECTION
    desk.silent(60)
    assert desk.label("t-3", person(1)) == "AC02"


def test_an_item_that_needs_a_name_gives_no_nameless_number_here_either(desk: Desk) -> None:
    desk.silent(60)
    assert desk.take("t-1", Holder(), SOCIAL) is HallUnreachable.NO_CONNECTION
    assert desk.take("t-2", person(1), "XX-999") is HallUnreachable.NO_CONNECTION


def test_as_long_as_the_wish_cannot_be_given_up_there_is_no_second_number_for_it(desk: Desk) -> None:
    desk.silent(60)
    real = desk.hall.reserve

    def then_the_disk_fails(request: TakeRequest) -> ReserveReply:
        desk.file.write(lambda db: db.execute("pragma query_only = on"))
        return real(request)

    desk.hall.reserve = then_the_disk_fails  # type: ignore[method-assign]
    assert desk.take("t-1", person(1)) is HallUnreachable.NO_CONNECTION


# what is remembered of the hall


def test_every_wish_tells_the_hall_what_this_terminal_has_seen_of_the_queue(desk: Desk) -> None:
    desk.memory.told(TerminalSummary(DAY, 1, 0, (), ("A041", "A803", "B007", "AC05")))
    desk.hall.answer = "A042"
    desk.label("t-1", person(1))
    desk.label("t-2", person(2))
    assert desk.hall.asked[0].seen == Seen(DAY, ("A041", "A803"))
    assert desk.hall.asked[1].seen == Seen(DAY, ("A042", "A803"))
    assert desk.ledger.open_intents() == []


def test_what_was_seen_yesterday_is_forgotten_with_the_halls_new_day() -> None:
    memory = HallMemory()
    assert SOCIAL_QUEUE is not None
    space = day_space(SOCIAL_QUEUE)
    assert memory.seen(space) == Seen()
    memory.told(TerminalSummary(DAY, 1, 0, (), ("A041",)))
    memory.told(TerminalSummary("2026-11-24", 1, 0, ()))
    assert memory.seen(space) == Seen()
    assert memory.all_seen() == ("2026-11-24", [])


# lives of a terminal


def test_before_its_hall_has_counted_this_life_numbers_come_from_the_time(desk: Desk) -> None:
    desk.memory.told(TerminalSummary(DAY, 0, 0, (), life="a later life", lives=2))
    desk.memory.life = "unheard of"
    desk.memory._counted = ("", 0)
    desk.silent(11)
    first, second = desk.label("t-1", person(1)), desk.take("t-2", person(2))
    assert first == "AC2921", "09:20 is so many times ten seconds after four o'clock, behind 1,000"
    assert second is HallUnreachable.NO_CONNECTION, "one in ten seconds"
    desk.silent(10)
    assert desk.label("t-3", person(3)) == "AC2922"


def test_another_life_gets_another_block_and_after_it_the_time(desk: Desk) -> None:
    desk.memory.told(TerminalSummary(DAY, 0, 0, (), life="this life", lives=3))
    desk.silent(60)
    assert [desk.label(f"t-{n}", person(n)) for n in range(1, 42)][::40] == ["AC81", "AC2921"]


def test_a_life_is_told_to_the_hall_until_the_hall_names_it_on_each_day() -> None:
    now, told = [100.0], list[Event]()
    memory = HallMemory(life="this life")
    reporting = Reporting(memory, Stamp("T1", StandingClock(), Counted("e"), lambda: 240), told.append, lambda: now[0])
    reporting.heard(TerminalSummary(DAY, 1, 0, ()))
    assert told == [], "an older hall counts no lives"
    for _ in range(3):
        reporting.heard(TerminalSummary(DAY, 1, 0, (), life="the one before", lives=1))
    assert [dict(event.data) for event in told] == [{"life": "this life", "day": DAY}]
    now[0] += AGAIN_S
    reporting.heard(TerminalSummary(DAY, 1, 0, (), life="this life", lives=2))
    assert len(told) == 1
    reporting.heard(TerminalSummary("2026-11-24", 1, 0, (), lives=0))
    assert told[-1].data["day"] == "2026-11-24"


# a hall in doubt


def test_a_doubt_is_answered_once_and_again_only_when_it_lasts() -> None:
    now, told, memory = [100.0], list[Event](), HallMemory()
    memory.told(TerminalSummary(DAY, 1, 0, (), ("A041", "AC05")))
    stamp = Stamp("T1", StandingClock(), Counted("e"), lambda: 240)
    reporting = Reporting(memory, stamp, told.append, lambda: now[0])
    for doubt in ("", "d-1", "d-1", ""):
        reporting.heard(TerminalSummary(DAY, 1, 0, (), doubt=doubt))
    assert [(event.kind, dict(event.data)) for event in told] == [
        (EventKind.REPORTED, {"doubt": "d-1", "day": DAY, "seen": ["A041", "AC05"]})
    ]
    now[0] += AGAIN_S
    reporting.heard(TerminalSummary(DAY, 1, 0, (), doubt="d-1"))
    reporting.heard(TerminalSummary(DAY, 1, 0, (), doubt="d-2"))
    assert [event.data["doubt"] for event in told] == ["d-1", "d-1", "d-2"]


def test_what_a_terminal_saw_on_a_full_day_is_told_in_words_that_a_hall_takes() -> None:
    hall, told, memory = OneHall(), list[Event](), HallMemory()
    memory.told(TerminalSummary(DAY, 1, 0, (), tuple(f"A{n:03d}" for n in range(1, 450))))
    hall.rules = replace(hall.rules, enrolled=frozenset({"T1"}))
    hall.do(commands.DoubtNumbers("lost"))
    assert hall.state.doubt is not None
    reporting = Reporting(memory, Stamp("T1", hall.clock, Counted("e"), lambda: 240), told.append)
    reporting.heard(TerminalSummary(DAY, 1, 0, (), doubt=hall.state.doubt.notice.id))
    assert len(told) == 3
    for event in told:
        assert hall.state.doubt is not None, "only the last word answers it"
        assert hall.do(commands.TakeIn(event)).refused == ""
    assert hall.state.doubt is None
    assert hall.state.highest["social", Part.SEQUENCER] == 449
