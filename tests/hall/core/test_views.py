"""What clerks, boards and evaluators are shown: enough to work with, masked, and never how somebody was evaluated."""

from __future__ import annotations

from dataclasses import asdict

from kiosk.domain.estimate import SOON_MINUTES
from kiosk.domain.evaluation import Evaluation, EvaluationOutcome, Grade
from kiosk.domain.events import EventKind
from kiosk.domain.order import Why
from kiosk.domain.ticket import Group, Refused, Reserved, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.answers import BoardView, CounterPhase, CounterView, NoticeKind, QueueWait
from kiosk.hall.core.counter_view import counter_view
from kiosk.hall.core.hall_view import board_view, invitation, terminal_summary
from kiosk.hall.core.messages import CallKind, CallMessage, EvaluationClosed, EvaluationOpened
from kiosk.hall.core.telling import Member, Role, call_message, message_for
from tests.hall.one_hall import CONSULT, OneHall, person


def view(hall: OneHall, counter: str = "3") -> CounterView:
    return counter_view(hall.state, hall.rules, hall.rules.counters[counter], hall.clock.now(), len(hall.events))


def board(hall: OneHall) -> BoardView:
    return board_view(hall.state, hall.rules, len(hall.events))


def test_an_untouched_counter_is_signed_out_and_empty() -> None:
    seen = view(OneHall())
    assert (seen.phase, seen.clerk, seen.current, seen.next) == (CounterPhase.SIGNED_OUT, "", None, None)
    assert (seen.counter_name.zh, seen.hall_name.zh) == ("社保医保综合", "青岚市政务服务中心")


def test_the_clerk_sees_who_would_be_next_and_why() -> None:
    hall = OneHall()
    hall.sign_in("3")
    hall.take("t-1")
    hall.take("t-2", person(2, Group.GREEN))
    seen = view(hall)
    assert seen.next is not None
    assert (seen.next.label, seen.next.group) == ("A002", Group.GREEN)
    assert seen.next.reasons == (Why.PRIORITY_TURN,)
    assert hall.call("3").ticket_id == seen.next.ticket_id


def test_the_waiting_are_listed_by_arrival_masked_and_with_their_minutes() -> None:
    hall = OneHall()
    hall.take("t-1", person(1, Group.GREEN))
    hall.clock.pass_seconds(120)
    hall.take("t-2", item=CONSULT)
    hall.reserve("t-3", person(3))
    assert len(view(hall).waiting) == 2  # the third is being printed at this moment
    hall.clock.pass_seconds(61)
    rows = view(hall).waiting
    assert [(row.label, row.waited_minutes, row.unconfirmed) for row in rows] == [
        ("A001", 3, False), ("C001", 1, False), ("A002", 1, True),
    ]  # fmt: skip
    assert (rows[0].name, rows[0].tail, rows[0].group) == ("张*三", "0001", Group.GREEN)
    assert view(hall).waiting_total == 2


def test_a_long_queue_shows_its_first_fifty_and_counts_all() -> None:
    hall = OneHall()
    for number in range(60):
        hall.take(f"t-{number}")
    seen = view(hall)
    assert (len(seen.waiting), seen.waiting_total) == (50, 60)


def test_the_present_ticket_runs_from_call_and_from_start() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.call("3")
    hall.do(commands.Recall("3", hall.press()))
    hall.clock.pass_seconds(15)
    current = view(hall).current
    assert current is not None
    assert (view(hall).phase, current.seconds, current.recalls_left) == (CounterPhase.CALLED, 15, 4)
    hall.do(commands.Start("3", hall.press()))
    hall.clock.pass_seconds(4)
    current = view(hall).current
    assert current is not None
    assert (view(hall).phase, current.seconds, view(hall).clerk_name) == (CounterPhase.SERVING, 4, "周*岚")


def test_a_pause_shows_once_the_present_ticket_is_finished() -> None:
    hall = OneHall()
    hall.sign_in("3")
    hall.take("t-1")
    hall.call("3")
    hall.do(commands.Pause("3", hall.press()))
    assert view(hall).phase is CounterPhase.CALLED
    hall.finish("3")
    assert view(hall).phase is CounterPhase.PAUSED


def test_the_days_counts_and_the_passed_list() -> None:
    hall = OneHall()
    hall.sign_in("3")
    for name in ("t-1", "t-2"):
        hall.take(name)
    hall.call("3")
    hall.pass_over("3")
    hall.serve("3", 90)
    hall.clock.pass_seconds(60)
    seen = view(hall)
    assert asdict(seen.today) == {"called": 2, "done": 1, "passed": 1, "average_seconds": 90}
    assert [(one.label, one.minutes_ago, one.restorable) for one in seen.passed] == [("A001", 2, True)]


def test_staff_hear_of_a_forgotten_card_until_it_is_collected() -> None:
    hall = OneHall()
    hall.report(EventKind.CARD_FORGOTTEN)
    assert [(one.kind, one.terminal) for one in view(hall).notices] == [(NoticeKind.CARD_FORGOTTEN, "terminal-1")]
    hall.report(EventKind.CARD_COLLECTED)
    assert view(hall).notices == ()


def test_staff_hear_of_complaints_calls_for_help_and_ailing_devices() -> None:
    hall = OneHall()
    code = hall.rules.hall.complaint_reasons[0]
    hall.report(EventKind.COMPLAINED, reason=code.code)
    hall.report(EventKind.HELP_WANTED)
    hall.report(EventKind.DEVICE_CHANGED, device="receipt-printer", state="online", paper="out")
    notices = {one.kind: one for one in view(hall).notices}
    assert notices[NoticeKind.COMPLAINT].text == code.text
    assert notices[NoticeKind.DEVICE].code == "receipt-printer:out"
    hall.report(EventKind.DEVICE_CHANGED, device="receipt-printer", state="online", paper="full")
    hall.clock.pass_seconds(601)
    assert {one.kind for one in view(hall).notices} == {NoticeKind.COMPLAINT, NoticeKind.HELP_WANTED}


def test_the_board_shows_the_last_calls_newest_first_and_no_names() -> None:
    hall = OneHall()
    hall.sign_in("3")
    for name in ("t-1", "t-2"):
        hall.take(name)
        hall.serve("3", 10)
    seen = board(hall)
    assert [(call.label, call.counter, call.state) for call in seen.calls] == [
        ("A002", "3", TicketState.DONE), ("A001", "3", TicketState.DONE),
    ]  # fmt: skip
    assert "张" not in repr(seen)


def test_the_board_knows_every_counters_present_call_however_many_counters_there_are() -> None:
    hall = OneHall()
    for number in range(1, 25):
        counter = str(number)
        hall.sign_in(counter, f"{300 + number:04d}")
        queue = hall.rules.counters[counter].queues[0]
        item = next(one.code for one in hall.rules.catalogue.items if one.queue == queue)
        hall.take(f"t-{number}", person(number), item)
        hall.call(counter)
        hall.clock.pass_seconds(1)
    calls = board(hall).calls
    assert [call.counter for call in calls] == [str(number) for number in range(24, 0, -1)]
    assert all(call.state is TicketState.CALLED for call in calls)


def test_a_number_called_again_has_the_time_of_that_and_stands_first() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.sign_in("5", "0312")
    for name in ("t-1", "t-2"):
        hall.take(name)
    hall.call("3")
    hall.clock.pass_seconds(20)
    hall.call("5")
    hall.clock.pass_seconds(20)
    hall.do(commands.Recall("3", hall.press()))
    first = board(hall).calls[0]
    assert (first.label, first.recalls, first.at_ms) == ("A001", 1, hall.clock.now().wall_ms)
    current = view(hall).current
    assert current is not None and current.seconds == 40


def test_a_void_number_leaves_the_board_and_every_board_is_told() -> None:
    hall = OneHall()
    hall.reserve("t-1", person(1))
    hall.clock.pass_seconds(31)
    hall.sign_in("3")
    hall.call("3")
    hall.report(EventKind.VOIDED, "t-1")
    assert board(hall).calls == ()
    told = call_message(9, hall.events[-1])
    assert told is not None
    assert (told.kind, told.label, told.counter) == (CallKind.WITHDRAWN, "A001", "3")


def test_the_home_page_knows_who_waits_where() -> None:
    hall = OneHall()
    hall.sign_in("1")
    for name in ("t-1", "t-2"):
        hall.take(name)
    hall.take("t-3", item=CONSULT)
    summary = terminal_summary(hall.state, hall.rules, 7, "T1")
    waits = {wait.queue: wait for wait in summary.queues}
    assert (summary.waiting, waits["social"].waiting, waits["consult"].waiting) == (3, 2, 1)
    assert (waits["social"].open_counters, waits["consult"].open_counters) == (0, 1)


def wait_of(hall: OneHall, queue: str) -> QueueWait:
    return next(wait for wait in terminal_summary(hall.state, hall.rules, 7, "T1").queues if wait.queue == queue)


def test_somebody_with_priority_is_told_the_wait_of_their_own_kind() -> None:
    hall = OneHall()
    hall.sign_in("3")
    for number in range(12):
        hall.take(f"t-{number}", person(number))
    hall.call("3")
    wait = wait_of(hall, "social")
    hall.take("t-green", person(98, Group.GREEN))
    told = hall.reserve("t-green-2", person(99, Group.GREEN))
    assert isinstance(told, Reserved) and told.ticket.ahead < 11
    assert 0 <= wait.priority_low <= wait.priority_high < wait.wait_low


def test_a_free_counter_means_soon_unless_others_wait_for_it() -> None:
    hall = OneHall()
    assert (wait_of(hall, "social").wait_low, wait_of(hall, "social").wait_high) == (0, 0)  # nobody works: nobody knows
    hall.sign_in("3")
    assert (wait_of(hall, "social").wait_low, wait_of(hall, "social").wait_high) == (0, SOON_MINUTES)
    for number in range(4):
        hall.take(f"q-{number}", item=CONSULT)  # counter 3 answers questions too
    assert wait_of(hall, "social").wait_high > SOON_MINUTES


def test_whoever_waits_already_is_not_counted_before_themselves() -> None:
    hall = OneHall()
    hall.sign_in("3")
    hall.take("t-1", person(1))
    again = hall.reserve("t-2", person(1))
    assert isinstance(again, Refused) and again.ticket is not None
    assert (again.ticket.ahead, again.ticket.wait_low, again.ticket.wait_high) == (0, 0, SOON_MINUTES)


def test_an_invitation_counts_down_and_ends_with_the_answer() -> None:
    hall = OneHall()
    hall.sign_in("3", "0305")
    hall.take("t-1")
    hall.serve("3", 10)
    hall.clock.pass_seconds(20)
    open_now = invitation(hall.state, hall.rules, "3", hall.clock.now())
    assert open_now is not None
    assert (open_now.label, open_now.seconds_left, open_now.clerk) == ("A001", 40, "0305")
    assert invitation(hall.state, hall.rules, "5", hall.clock.now()) is None


def test_neither_clerk_nor_feed_ever_learns_the_grade() -> None:
    hall = OneHall()
    hall.sign_in("3")
    hall.take("t-1")
    hall.serve("3", 10)
    before = view(hall)
    bad = Evaluation(EvaluationOutcome.GRADED, "2020-08", Grade.VERY_DISSATISFIED, ("115",), "态度差", 3)
    hall.do(commands.SubmitEvaluation("t-1", "3", "p-1", bad))
    after = view(hall)
    assert {**asdict(after), "seq": 0} == {**asdict(before), "seq": 0}
    closed = message_for(Member(Role.EVALUATOR, "3"), 5, hall.events[-1])
    assert closed == EvaluationClosed(5, "3", "t-1")
    for member in (Member(Role.CALLER, "3"), Member(Role.BOARD, "B1"), Member(Role.EVALUATOR, "5")):
        assert message_for(member, 5, hall.events[-1]) is None


def test_each_role_hears_what_concerns_it() -> None:
    hall = OneHall()
    hall.sign_in("3")
    hall.take("t-1", person(1, Group.GREEN))
    hall.serve("3", 10)
    called, _, opened = hall.events[-3:]
    heard = message_for(Member(Role.BOARD, "B1"), 4, called)
    assert heard == CallMessage(4, CallKind.CALLED, "A001", "3", Group.GREEN, called.at.wall_ms)
    assert message_for(Member(Role.EVALUATOR, "3"), 6, opened) == EvaluationOpened(6, "3", "t-1")
    assert message_for(Member(Role.EVALUATOR, "3"), 4, called) is None
    assert message_for(Member(Role.TERMINAL, "T1"), 4, called) is None
