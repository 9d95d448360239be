"""A citizen is asked after the service, chooses or does not, and only what they submitted is sent."""

from __future__ import annotations

from kiosk.domain.evaluation import EvaluationOutcome
from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.core.answers import EvaluationRefusal, EvaluationRefused, EvaluationTaken
from kiosk.hall.core.messages import EvaluationClosed, EvaluationOpened
from tests.screens.evaluator.conftest import Opening
from tests.screens.evaluator.scenes import EvaluatorStage, Sent, codes, invitation
from tests.screens.looking import named, settle, tap, until, words_of

GRADED, DECLINED = EvaluationOutcome.GRADED, EvaluationOutcome.DECLINED


def test_the_end_of_a_service_opens_the_grades_at_this_counter(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    assert stage.page == "idle"
    stage.invite()
    words = words_of(stage.view.rootObject())
    assert {"非常满意", "满意", "基本满意", "不满意", "非常不满意", "暂不评价"} <= set(words)


def test_another_counters_evaluation_is_none_of_ours(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.hall.open_now = invitation()
    stage.line.feed.on_message(EvaluationOpened(5, "4", "t17"))
    settle()
    assert stage.page == "idle"


def test_an_evaluator_that_starts_late_still_asks(open_evaluator: Opening) -> None:
    stage = open_evaluator(link_up=False)
    stage.hall.open_now = invitation(seconds_left=20)
    stage.line.feed.on_link(None)
    until(lambda: stage.page == "grades")
    assert stage.desk.seconds == 20


def test_nothing_is_chosen_for_anybody(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    root = stage.view.rootObject()
    cells = [named(root, f"grade-{value}") for value in range(6)]
    assert not any(cell.property("chosen") or cell.property("primary") for cell in cells)
    assert len({(cell.width(), cell.height()) for cell in cells}) == 1


def test_a_grade_alone_sends_nothing_until_it_is_submitted(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    tap(stage.view, "grade-4")
    until(lambda: stage.page == "reasons")
    assert stage.hall.sent == []
    stage.pass_by(7)
    tap(stage.view, "submit")
    until(lambda: stage.page == "thanks")
    assert stage.hall.sent == [Sent("t17", GRADED, 4, (), 7)]


def test_reasons_go_with_the_grade_also_those_behind_more(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    tap(stage.view, "grade-2")
    until(lambda: stage.page == "reasons")
    settle()
    first, behind = codes(2, more=False)[2], codes(2, more=True)[4]
    tap(stage.view, f"reason-{first}")
    tap(stage.view, "more")
    settle()
    tap(stage.view, f"reason-{behind}")
    tap(stage.view, "submit")
    until(lambda: stage.page == "thanks")
    assert stage.hall.sent == [Sent("t17", GRADED, 2, tuple(sorted((first, behind))), 0)]


def test_a_reason_touched_twice_is_not_a_reason(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.grade(5)
    for _ in range(2):
        stage.desk.toggle(codes(5, more=False)[0])
    stage.desk.submit()
    until(lambda: stage.page == "thanks")
    assert stage.hall.sent[0].reasons == ()


def test_who_chose_wrongly_chooses_again_and_the_old_reasons_are_gone(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.grade(1)
    stage.desk.toggle(codes(1, more=False)[0])
    settle()
    tap(stage.view, "reconsider")
    until(lambda: stage.page == "grades")
    stage.desk.grade(3)
    stage.desk.submit()
    until(lambda: stage.page == "thanks")
    assert stage.hall.sent == [Sent("t17", GRADED, 3, (), 0)]


def test_not_now_is_an_answer_of_its_own_and_carries_no_grade(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    tap(stage.view, "grade-0")
    until(lambda: stage.page == "thanks")
    assert stage.hall.sent == [Sent("t17", DECLINED, None, (), 0)]


def await_page(stage: EvaluatorStage, page: str) -> None:
    until(lambda: stage.page == page)


def test_thanks_look_the_same_for_every_answer(open_evaluator: Opening) -> None:
    shown = []
    for grade in (5, 1, 0):
        stage = open_evaluator()
        stage.invite()
        stage.desk.decline() if grade == 0 else stage.desk.grade(grade)
        stage.desk.submit()
        await_page(stage, "thanks")
        settle()
        shown.append(words_of(stage.view.rootObject()))
    assert shown[0] == shown[1] == shown[2]


def test_after_sixty_seconds_without_a_touch_the_page_closes_and_nothing_was_sent(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.pass_by(59)
    assert stage.page == "grades"
    assert stage.desk.seconds == 1
    stage.pass_by(1)
    assert stage.page == "idle"
    assert stage.hall.sent == []


def test_a_grade_that_was_touched_but_not_submitted_is_not_sent_when_the_time_is_over(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.grade(1)
    stage.pass_by(60)
    assert stage.page == "idle"
    assert stage.hall.sent == []


def test_a_double_touch_on_submit_sends_once(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.grade(5)
    stage.hall.open_door.clear()
    stage.desk.submit()
    stage.desk.submit()
    stage.hall.open_door.set()
    until(lambda: stage.page == "thanks")
    assert len(stage.hall.sent) == 1


def test_the_thanks_leave_by_themselves_and_the_same_visit_is_not_asked_again(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.decline()
    until(lambda: stage.page == "thanks")
    stage.pass_by(6)
    assert stage.page == "idle"
    stage.line.feed.on_message(EvaluationOpened(5, "3", "t17"))
    settle()
    assert stage.page == "idle"


def test_the_next_visit_is_asked_although_the_last_thanks_still_stand(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.decline()
    until(lambda: stage.page == "thanks")
    stage.invite(invitation("t18"))
    stage.desk.grade(5)
    stage.desk.submit()
    until(lambda: len(stage.hall.sent) == 2)
    assert stage.hall.sent[1].ticket_id == "t18"


def test_when_the_hall_stores_not_rated_the_page_goes(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.line.feed.on_message(EvaluationClosed(6, "3", "t17"))
    until(lambda: stage.page == "idle")


def test_what_did_not_arrive_can_be_sent_again_with_its_reasons(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.hall.replies = [HallUnreachable.TIMED_OUT, EvaluationTaken("t17")]
    stage.invite()
    stage.desk.grade(2)
    code = codes(2, more=False)[0]
    stage.desk.toggle(code)
    stage.desk.submit()
    until(lambda: stage.page == "unsent")
    settle()
    assert "评价没有送到大厅" in words_of(stage.view.rootObject())
    tap(stage.view, "try-again")
    until(lambda: stage.page == "thanks")
    assert [sent.reasons for sent in stage.hall.sent] == [(code,), (code,)]


def test_a_second_try_that_finds_the_first_one_stored_is_thanked_for(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    refused = EvaluationRefused(EvaluationRefusal.ALREADY_EVALUATED)
    stage.hall.replies = [HallUnreachable.TIMED_OUT, refused]
    stage.invite()
    stage.desk.grade(2)
    stage.desk.submit()
    until(lambda: stage.page == "unsent")
    stage.desk.submit()
    until(lambda: stage.page == "thanks")


def test_nobody_is_thanked_for_what_the_hall_did_not_take(open_evaluator: Opening) -> None:
    for reason in EvaluationRefusal:
        stage = open_evaluator()
        stage.hall.replies = [EvaluationRefused(reason)]
        stage.invite()
        stage.desk.grade(2)
        stage.desk.submit()
        await_page(stage, "over")
        settle()
        assert "这次没有记录评价。您可以离开了。" in words_of(stage.view.rootObject())


def test_who_does_not_want_to_try_again_just_leaves(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.hall.replies = [HallUnreachable.NO_CONNECTION]
    stage.invite()
    stage.desk.grade(2)
    stage.desk.submit()
    until(lambda: stage.page == "unsent")
    settle()
    tap(stage.view, "leave")
    until(lambda: stage.page == "idle")


def test_english_is_one_touch_away_and_gone_with_the_visit(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    settle()
    tap(stage.view, "language")
    until(lambda: "Very satisfied" in words_of(stage.view.rootObject()))
    stage.pass_by(60)
    settle()
    assert "3 号窗口" in words_of(stage.view.rootObject())


def test_a_cut_line_is_said_at_rest_and_while_asked(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    settle()
    assert "与大厅的连接断了，现在不能评价" in words_of(stage.view.rootObject())
    stage.line.feed.on_link(None)
    settle()
    assert "与大厅的连接断了，现在不能评价" not in words_of(stage.view.rootObject())


def test_a_reason_of_another_grade_is_not_sent(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.desk.grade(5)
    stage.desk.toggle(codes(1, more=False)[0])
    stage.desk.submit()
    until(lambda: stage.page == "thanks")
    assert stage.hall.sent[0].reasons == ()


def test_an_evaluation_that_ended_while_the_line_was_cut_is_asked_no_longer(open_evaluator: Opening) -> None:
    stage = open_evaluator()
    stage.invite()
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    stage.hall.open_now = None
    stage.line.feed.on_link(None)
    until(lambda: stage.page == "idle")
