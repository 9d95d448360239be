"""A clerk takes a notice: one does, all see it, and it leaves when what it tells of is over."""

from __future__ import annotations

from kiosk.domain.events import EventKind
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, NoticeKind, StaffNotice
from kiosk.hall.core.commands import TakeNotice
from kiosk.hall.core.counter_view import counter_view
from kiosk.hall.core.scene import Accepted
from kiosk.hall.core.state import NOTICES_KEPT
from tests.hall.one_hall import OneHall

REASON = "C01"


def notices(hall: OneHall, counter: str = "5") -> tuple[StaffNotice, ...]:
    return counter_view(hall.state, hall.rules, hall.rules.counters[counter], hall.clock.now(), 0).notices


def take_notice(hall: OneHall, notice: str, counter: str = "3", request: str = "") -> object:
    return hall.do(TakeNotice(counter, request or hall.press(), notice))


def at_work() -> OneHall:
    hall = OneHall()
    hall.sign_in("3", "0312")
    hall.sign_in("5", "0305")
    return hall


def test_a_complaint_shows_the_number_that_the_citizen_was_told() -> None:
    hall = at_work()
    hall.report(EventKind.COMPLAINED, reason=REASON)
    [complaint] = notices(hall)
    assert complaint.number == hall.events[-1].event_id[-6:].upper()


def test_every_caller_sees_which_colleague_took_a_notice() -> None:
    hall = at_work()
    hall.report(EventKind.COMPLAINED, reason=REASON)
    hall.clock.pass_seconds(30)
    assert take_notice(hall, notices(hall)[0].id) == Accepted()
    for counter in ("3", "5"):
        [seen] = notices(hall, counter)
        assert (seen.taken_by, seen.taken_counter, seen.taken_ms - seen.at_ms) == ("0312", "3", 30_000)
    assert hall.replayed() == hall.state


def test_the_same_press_sent_twice_takes_a_notice_once() -> None:
    hall = at_work()
    hall.report(EventKind.HELP_WANTED)
    for _ in range(2):
        assert isinstance(take_notice(hall, notices(hall)[0].id, request="p-1"), Accepted)
    assert hall.kinds().count(EventKind.NOTICE_TAKEN) == 1


def test_a_colleague_who_comes_second_is_told_and_changes_nothing() -> None:
    hall = at_work()
    hall.report(EventKind.HELP_WANTED)
    notice = notices(hall)[0].id
    take_notice(hall, notice)
    assert take_notice(hall, notice, "5") == CommandRefused(CommandRefusal.NOTICE_TAKEN)
    assert take_notice(hall, notice, "3") == Accepted()
    assert hall.kinds().count(EventKind.NOTICE_TAKEN) == 1
    assert notices(hall)[0].taken_by == "0312"


def test_nobody_takes_a_notice_without_signing_in_or_one_that_is_over() -> None:
    hall = at_work()
    hall.report(EventKind.CARD_FORGOTTEN)
    card = notices(hall)[0].id
    assert take_notice(hall, card, "7") == CommandRefused(CommandRefusal.NOT_SIGNED_IN)
    hall.report(EventKind.CARD_COLLECTED)
    assert take_notice(hall, card) == CommandRefused(CommandRefusal.UNKNOWN_NOTICE)


def test_a_forgotten_card_disappears_when_it_is_taken_off_the_reader() -> None:
    hall = at_work()
    hall.report(EventKind.CARD_FORGOTTEN)
    take_notice(hall, notices(hall)[0].id)
    hall.clock.pass_seconds(3600)
    assert [one.taken_by for one in notices(hall)] == ["0312"]  # it lies there, whoever said that he goes
    hall.report(EventKind.CARD_COLLECTED)
    assert notices(hall) == ()


def test_a_complaint_stays_until_it_is_taken_and_ten_minutes_longer() -> None:
    hall = at_work()
    hall.report(EventKind.COMPLAINED, reason=REASON)
    hall.clock.pass_seconds(3600)
    take_notice(hall, notices(hall)[0].id)
    hall.clock.pass_seconds(599)
    assert len(notices(hall)) == 1
    hall.clock.pass_seconds(2)
    assert notices(hall) == ()


def test_a_call_for_help_that_nobody_took_is_still_there_after_an_hour() -> None:
    hall = at_work()
    hall.report(EventKind.HELP_WANTED)
    hall.clock.pass_seconds(3600)
    assert [one.kind for one in notices(hall, "7")] == [NoticeKind.HELP_WANTED]  # also where nobody signed in
    take_notice(hall, notices(hall)[0].id)
    hall.clock.pass_seconds(601)
    assert notices(hall) == ()


def test_the_first_notice_is_the_oldest_that_nobody_took_so_another_one_never_takes_its_place() -> None:
    hall = at_work()
    for kind in (EventKind.HELP_WANTED, EventKind.CARD_FORGOTTEN):
        hall.report(kind)
        hall.clock.pass_seconds(5)
    first = notices(hall)[0]
    hall.report(EventKind.COMPLAINED, reason=REASON)
    assert notices(hall)[0] == first
    take_notice(hall, first.id)
    assert [one.kind for one in notices(hall)] == [
        NoticeKind.CARD_FORGOTTEN, NoticeKind.COMPLAINT, NoticeKind.HELP_WANTED,
    ]  # fmt: skip


def test_a_terminal_that_says_again_that_paper_is_out_does_not_undo_who_sees_to_it() -> None:
    hall = at_work()
    for _ in range(2):
        hall.report(EventKind.DEVICE_CHANGED, device="receipt-printer", state="online", paper="out")
        if not notices(hall)[0].taken_by:
            take_notice(hall, notices(hall)[0].id)
    assert [one.taken_by for one in notices(hall)] == ["0312"]
    hall.report(EventKind.DEVICE_CHANGED, device="receipt-printer", state="online", paper="jammed")
    assert [(one.code, one.taken_by) for one in notices(hall)] == [("receipt-printer:jammed", "")]


def test_of_too_many_complaints_those_that_are_seen_to_go_first() -> None:
    hall = at_work()
    for _ in range(NOTICES_KEPT):
        hall.report(EventKind.COMPLAINED, reason=REASON)
    second = notices(hall)[1].id
    take_notice(hall, second)
    hall.report(EventKind.COMPLAINED, reason=REASON)
    assert len(notices(hall)) == NOTICES_KEPT
    assert second not in [one.id for one in notices(hall)]
