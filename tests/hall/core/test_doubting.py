"""A book that may have forgotten numbers gives none of its own part until every terminal has told what it knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.domain.events import Event, EventKind
from kiosk.domain.number_rules import NumberRules, OwnLetter
from kiosk.domain.numbering import Issuer
from kiosk.domain.ticket import Refused, Reserved, Seen, TakeRefusal, TakeRequest
from kiosk.hall.core import commands
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, NoticeKind
from kiosk.hall.core.doubting import Why
from kiosk.hall.core.notice_view import staff_notices
from kiosk.hall.core.rules import Rules
from kiosk.hall.core.scene import Accepted
from tests.hall.one_hall import DAY, OneHall, person, published, with_numbers

TERMINALS = frozenset({"T1", "T2"})
LETTERS = NumberRules("1", (OwnLetter("T1", "C", "2026-01-01"), OwnLetter("T2", "D", "2026-01-01")), 2, 0, False)


def rules(issuer: Issuer = Issuer.SEQUENCER, low_water: int = 0, open_spare: bool = False) -> Rules:
    numbers = replace(LETTERS, low_water=low_water, open_spare=open_spare)
    return replace(published(), issuer=issuer, enrolled=TERMINALS, numbers=numbers)


def small(first: int, last: int, open_spare: bool) -> Rules:
    """Every queue has few numbers, and four in the spare part: two of them the sequencer's."""
    made = rules(open_spare=open_spare)
    return replace(made, hall=with_numbers(made.hall, first, last))


def doubtful(issuer: Issuer = Issuer.SEQUENCER) -> OneHall:
    hall = OneHall(rules(issuer))
    hall.do(commands.DoubtNumbers(Why.RESTORED))
    return hall


def label(hall: OneHall, ticket: str, seen: Seen | None = None) -> str:
    request = TakeRequest(ticket, "RS-002", person(len(hall.state.tickets) + 1))
    answer = hall.do(commands.Reserve(replace(request, seen=seen) if seen else request))
    assert isinstance(answer, Reserved), answer
    return answer.ticket.label


def reports(hall: OneHall, terminal: str, *seen: str, doubt: str | None = None, day: str = DAY) -> None:
    known = hall.state.doubt.notice.id if hall.state.doubt else ""
    data: dict[str, Any] = {"doubt": known if doubt is None else doubt, "day": day, "seen": list(seen)}
    told = Event(hall.terminal_ids.new(), EventKind.REPORTED, terminal, day, hall.clock.now(), "", data)
    assert hall.do(commands.TakeIn(told)).refused == ""


def taken(hall: OneHall, terminal: str, ticket: str, written: str) -> str:
    data: dict[str, Any] = {"label": written, "queue": "social", "item": "RS-002", "taken_ms": hall.clock.now().wall_ms}
    event = Event(hall.terminal_ids.new(), EventKind.TAKEN, terminal, DAY, hall.clock.now(), ticket, data)
    refused: str = hall.do(commands.TakeIn(event)).refused
    return refused


# the doubt


def test_numbers_come_from_the_spare_part_until_every_terminal_has_told_and_then_go_on_above_all_that_was_seen() -> (
    None
):
    hall = doubtful()
    assert [label(hall, "a"), label(hall, "b")] == ["A800", "A801"]
    assert taken(hall, "T1", "old", "A041") == ""
    reports(hall, "T1", "A041", "B007")
    assert label(hall, "c") == "A802", "T2 has not told"
    reports(hall, "T2", "A043")
    assert label(hall, "d") == "A044"
    assert hall.state.doubt is None
    assert hall.replayed() == hall.state


def test_a_hall_without_terminals_has_nobody_to_wait_for() -> None:
    hall = OneHall(replace(rules(), enrolled=frozenset()))
    hall.do(commands.DoubtNumbers(Why.LOST))
    assert label(hall, "a") == "A001"


def test_two_nodes_in_doubt_at_once_give_different_numbers() -> None:
    assert label(doubtful(), "a") == "A800"
    assert label(doubtful(Issuer.STANDBY), "a") == "A900"


def test_the_standby_has_its_own_part() -> None:
    hall = OneHall(rules(Issuer.STANDBY))
    assert [label(hall, "a"), label(hall, "b")] == ["A500", "A501"]


def test_an_answer_to_an_earlier_doubt_ends_none_of_today() -> None:
    hall = doubtful()
    reports(hall, "T1", "A050", doubt="of-yesterday")
    reports(hall, "T2")
    assert hall.state.doubt is not None and hall.state.doubt.awaiting == {"T1"}
    reports(hall, "T1")
    assert label(hall, "a") == "A051", "what it had seen counts all the same"


def test_numbers_that_a_terminal_saw_yesterday_do_not_count_today() -> None:
    hall = doubtful()
    reports(hall, "T1", "A050", day="2026-11-22")
    reports(hall, "T2")
    assert label(hall, "a") == "A001"


def test_a_terminal_with_a_wrong_calendar_still_ends_its_part_of_the_doubt() -> None:
    hall = doubtful()
    known = hall.state.doubt
    assert known is not None
    data: dict[str, Any] = {"doubt": known.notice.id, "day": "1970-01-01", "seen": []}
    for terminal in sorted(TERMINALS):
        at = replace(hall.clock.now(), trusted=False)
        event = Event(hall.terminal_ids.new(), EventKind.REPORTED, terminal, "1970-01-01", at, "", data)
        hall.do(commands.TakeIn(event))
    assert hall.state.doubt is None
    assert hall.replayed() == hall.state


# a restored image that nobody has noticed


def test_a_number_that_the_asking_terminal_has_seen_and_the_book_has_not_tells_of_a_restored_image() -> None:
    hall = OneHall(rules())
    assert label(hall, "a") == "A001"
    assert label(hall, "b", Seen(DAY, ("A060", "A803"))) == "A804"
    assert hall.state.doubt is not None and hall.state.doubt.notice.code == Why.FORGOTTEN_NUMBER
    reports(hall, "T1", "A060")
    reports(hall, "T2")
    assert label(hall, "c") == "A061"


def test_what_a_terminal_saw_on_another_day_or_of_another_issuer_casts_no_doubt() -> None:
    hall = OneHall(rules())
    assert label(hall, "a", Seen("2026-11-22", ("A060",))) == "A001"
    assert label(hall, "b", Seen(DAY, ("A001", "A512", "AC07", "nonsense", ""))) == "A002"
    assert hall.state.doubt is None


def test_a_ticket_with_a_number_of_this_halls_own_that_it_does_not_know_casts_doubt() -> None:
    hall = OneHall(rules())
    assert taken(hall, "T1", "old", "A041") == ""
    assert label(hall, "a") == "A800"
    assert hall.state.waiting("social") == 1


def test_a_ticket_of_the_standby_or_of_a_terminals_letter_casts_none() -> None:
    hall = OneHall(rules())
    assert taken(hall, "T1", "s", "A512") == ""
    assert taken(hall, "T1", "o", "AC07") == ""
    assert label(hall, "a") == "A001"


# who is gone for good


def test_a_terminal_that_is_gone_for_good_is_struck_off_by_a_clerk_by_name() -> None:
    hall = doubtful()
    reports(hall, "T1")
    press = commands.StrikeOff("3", "p-1", "T2")
    assert hall.do(press) == CommandRefused(CommandRefusal.NOT_SIGNED_IN)
    hall.sign_in("3")
    assert hall.do(commands.StrikeOff("3", "p-2", "T1")) == CommandRefused(CommandRefusal.NOT_AWAITED)
    assert hall.do(replace(press, request_id="p-3")) == Accepted()
    assert hall.state.doubt is None
    record = next(event for event in hall.events if event.data.get("struck_off"))
    assert (record.data["terminal"], record.data["clerk"], record.data["counter"]) == ("T2", "0305", "3")
    hall.do(commands.DoubtNumbers(Why.RESTORED))
    assert hall.state.doubt is not None and hall.state.doubt.awaiting == {"T1"}, "nobody waits for it again today"
    assert hall.replayed() == hall.state


def test_the_staff_see_for_which_terminals_the_hall_waits() -> None:
    hall = doubtful()
    reports(hall, "T1")
    assert staff_notices(hall.state, hall.rules, hall.clock.now()) == (), "a moment is no matter for the staff"
    hall.clock.pass_seconds(60)
    notice = staff_notices(hall.state, hall.rules, hall.clock.now())[0]
    assert (notice.kind, notice.terminal, notice.code) == (NoticeKind.NUMBERS_DOUBTED, "T2", "restored")


# used up


def test_the_staff_are_told_at_the_published_level_once_and_once_more_at_the_end() -> None:
    hall = OneHall(replace(small(1, 10, open_spare=False), numbers=replace(LETTERS, low_water=3)))
    told = []
    for n in range(10):
        label(hall, f"t-{n}")
        told.append([event.data["left"] for event in hall.events if event.kind is EventKind.NUMBERS_LOW])
    assert told[5] == []
    assert told[6] == [3]
    assert told[8] == [3]
    assert told[9] == [3, 0]
    notice = staff_notices(hall.state, hall.rules, hall.clock.now())[0]
    assert (notice.kind, notice.code, notice.text) == (
        NoticeKind.NUMBERS_LOW,
        "0",
        hall.rules.queues["social"].name,
    )
    assert hall.replayed() == hall.state


def test_when_the_own_part_is_used_up_the_spare_is_opened_if_the_rules_say_so() -> None:
    hall = OneHall(small(1, 2, open_spare=True))
    assert [label(hall, f"t-{n}") for n in range(4)] == ["A001", "A002", "A005", "A006"]
    answer = hall.reserve("t-9", person(99))
    assert isinstance(answer, Refused) and answer.reason is TakeRefusal.NUMBERS_EXHAUSTED


def test_when_the_rules_keep_the_spare_shut_the_last_own_number_is_the_last() -> None:
    hall = OneHall(small(1, 2, open_spare=False))
    assert [label(hall, f"t-{n}") for n in range(2)] == ["A001", "A002"]
    answer = hall.reserve("t-9", person(99))
    assert isinstance(answer, Refused) and answer.reason is TakeRefusal.NUMBERS_EXHAUSTED


def test_in_doubt_a_used_up_spare_opens_nothing_else() -> None:
    hall = OneHall(small(1, 9, open_spare=True))
    hall.do(commands.DoubtNumbers(Why.LOST))
    assert [label(hall, f"t-{n}") for n in range(2)] == ["A012", "A013"]
    answer = hall.reserve("t-9", person(99))
    assert isinstance(answer, Refused) and answer.reason is TakeRefusal.NUMBERS_EXHAUSTED
