"""Calls on the board: shown at once, said once, none lost and none repeated, whatever happens to the line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from kiosk.domain.published import Text
from kiosk.domain.ticket import HallUnreachable, TicketState
from kiosk.hall.core.messages import CallKind, StartOver, WaitsMessage
from kiosk.ports.devices import DeviceState, SpeechOutcome
from screens.board.calls import STALE_MS
from screens.theme.line_breaks import plain
from tests.screens.board.conftest import Opening
from tests.screens.board.scenes import CALLS, NOW_MS, BoardStage, ScriptedSpeaker, board, call, message, waits
from tests.screens.looking import filled_surfaces, items_of, named, settle, until, words_of


def hero(stage: BoardStage) -> str:
    return str(stage.board.page["now"]["label"])


def recent(stage: BoardStage) -> list[str]:
    return [one["label"] for one in stage.board.page["recent"]]


def test_a_call_is_shown_large_and_said_twice_in_one_announcement(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_message(message(101, "A018", counter="5"))
    until(lambda: hero(stage) == "A018")
    assert recent(stage)[0] == "A017"
    announcement = stage.speaker.said[0]
    assert announcement.text == "请A018号到5号窗口办理"
    assert announcement.times == 2
    assert named(stage.view.rootObject(), "called-number").property("text") == "A018"


def test_calls_made_together_are_said_one_after_the_other_and_none_is_lost(open_board: Opening) -> None:
    stage = open_board(board(), speaker=ScriptedSpeaker(by_itself=False))
    for number in range(8):
        stage.line.feed.on_message(message(101 + number, f"A{100 + number}"))
    until(lambda: hero(stage) == "A107")
    assert [one.key for one in stage.speaker.said] == [f"call:{101 + number}" for number in range(8)]


def test_a_recalled_number_comes_back_to_the_front_and_is_said_again(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_message(message(101, "C002", CallKind.RECALLED, "3", recalls=1))
    until(lambda: hero(stage) == "C002")
    assert recent(stage) == ["A017", "B005", "A016", "A015", "B004"]
    assert stage.speaker.texts == ["请C002号到3号窗口办理"]


def filled(stage: BoardStage) -> bool:
    return bool(stage.board.page["now"]["awaited"]) and len(filled_surfaces(stage.view)) == 1


def test_who_has_come_to_the_counter_is_asked_no_longer(open_board: Opening) -> None:
    stage = open_board(board())
    assert filled(stage) and "请" in words_of(stage.view.rootObject())
    stage.line.feed.on_message(message(101, "A017", CallKind.STARTED, "3"))
    until(lambda: not stage.board.page["now"]["awaited"])
    words = words_of(stage.view.rootObject())
    assert hero(stage) == "A017" and "正在办理" in words and "请" not in words
    assert filled_surfaces(stage.view) == [] and stage.speaker.said == []


def test_a_call_that_is_over_stands_in_the_list_and_is_not_asked_for(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_message(message(101, "A017", CallKind.DONE, "3"))
    until(lambda: stage.board.page["now"] is None)
    assert recent(stage)[0] == "A017"
    assert filled_surfaces(stage.view) == [] and stage.speaker.said == []
    assert any("叫到您时" in words for words in words_of(stage.view.rootObject()))


def test_whoever_is_still_awaited_comes_before_a_later_call_that_is_over(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_message(message(101, "A018", counter="5"))
    until(lambda: hero(stage) == "A018")
    stage.line.feed.on_message(message(102, "A018", CallKind.STARTED, "5"))
    until(lambda: hero(stage) == "A017")
    assert filled(stage) and recent(stage)[0] == "A018" and stage.board.news == 1


def test_a_passed_number_is_marked_so_that_its_holder_knows(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_message(message(101, "A017", CallKind.PASSED, "3"))
    until(lambda: stage.board.page["now"] is None)
    assert stage.board.page["recent"][0] | {"mark": "passed"} == stage.board.page["recent"][0]
    assert "过号" in words_of(stage.view.rootObject())


def test_a_withdrawn_number_leaves_the_board(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_message(message(101, "A017", CallKind.WITHDRAWN, "3"))
    until(lambda: hero(stage) == "B005")
    assert "A017" not in words_of(stage.view.rootObject())


def test_the_number_blinks_only_for_a_call_that_was_just_made(open_board: Opening) -> None:
    stage = open_board(board())
    assert stage.board.news == 0
    stage.line.feed.on_message(message(101))
    until(lambda: stage.board.news == 1)
    stage.line.feed.on_message(message(102, kind=CallKind.STARTED))
    settle()
    assert stage.board.news == 1


def test_a_board_that_was_cut_off_says_only_who_is_still_on_the_way(open_board: Opening) -> None:
    stage = open_board(board())
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: not stage.board.page["link"]["up"])
    on_the_way, arrived, gone = call("A020", "5"), call("A019", "6", state=TicketState.DONE), call("A018", "3")
    gone = replace(gone, state=TicketState.PASSED)
    stage.hall.shown = board((on_the_way, arrived, gone, *CALLS), seq=110)
    stage.line.feed.on_link(None)
    for seq, label, counter in ((101, "A018", "3"), (103, "A019", "6"), (109, "A020", "5")):
        stage.line.feed.on_message(message(seq, label, counter=counter, at_ms=NOW_MS - 20_000))
    stage.line.feed.on_message(message(104, "A018", CallKind.PASSED, "3"))
    until(lambda: hero(stage) == "A020")
    assert recent(stage)[:2] == ["A019", "A018"]
    until(lambda: stage.speaker.texts == ["请A020号到5号窗口办理"])
    settle()
    assert stage.speaker.texts == ["请A020号到5号窗口办理"]
    assert stage.board.news == 0


def test_a_missed_call_that_arrives_after_the_snapshot_is_not_lost(open_board: Opening) -> None:
    stage = open_board(board((call("A020", "5"), *CALLS), seq=110))
    stage.line.feed.on_message(message(109, "A020", counter="5", at_ms=NOW_MS - 20_000))
    until(lambda: stage.speaker.texts == ["请A020号到5号窗口办理"])


def test_a_call_repeated_while_the_line_was_cut_is_said_once(open_board: Opening) -> None:
    twice = replace(call("A020", "5"), recalls=2)
    stage = open_board(board((twice, *CALLS), seq=110))
    stage.line.feed.on_message(message(105, "A020", at_ms=NOW_MS - 20_000))
    for seq, recalls in ((107, 1), (109, 2)):
        stage.line.feed.on_message(message(seq, "A020", CallKind.RECALLED, "5", recalls, NOW_MS - 10_000))
    settle()
    assert [one.key for one in stage.speaker.said] == ["call:109"]


def test_a_call_that_nobody_ended_is_no_news_after_ten_minutes(open_board: Opening) -> None:
    old = NOW_MS - STALE_MS - 1000
    stage = open_board(board((replace(call("A020", "5"), at_ms=old), *CALLS), seq=110))
    stage.line.feed.on_message(message(109, "A020", counter="5", at_ms=old))
    settle()
    assert stage.speaker.said == []


def test_calls_during_the_snapshots_way_are_neither_lost_nor_doubled(open_board: Opening) -> None:
    stage = open_board(board())
    stage.hall.open_door.clear()
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    stage.line.feed.on_link(None)
    stage.line.feed.on_message(message(101, "A018"))
    stage.line.feed.on_message(message(102, "A019", counter="6"))
    settle()
    assert stage.speaker.said == []
    stage.hall.open_door.set()
    until(lambda: hero(stage) == "A019")
    stage.line.feed.on_message(message(102, "A019", counter="6"))
    settle()
    assert [one.key for one in stage.speaker.said] == ["call:101", "call:102"]


def test_a_restarted_board_listens_from_behind_the_last_call_it_finished_saying(open_board: Opening) -> None:
    first = open_board(board())
    first.line.feed.on_message(message(101))
    until(lambda: first.file.read() == 101)
    first.line.feed.on_message(message(104, kind=CallKind.STARTED))
    settle()
    second = open_board(board(seq=104))
    assert second.line.feed.after == 101
    assert second.speaker.said == []


def test_a_call_that_was_cut_off_in_the_middle_is_said_again_after_the_restart(open_board: Opening) -> None:
    first = open_board(board(), speaker=ScriptedSpeaker(by_itself=False))
    for seq, label in ((101, "A018"), (102, "A019")):
        first.line.feed.on_message(message(seq, label))
    until(lambda: len(first.speaker.said) == 2)
    first.speaker.finish()
    until(lambda: first.file.read() == 101)
    second = open_board(board((call("A019", "5"), call("A018", "5"), *CALLS), seq=102))
    assert second.line.feed.after == 101
    second.line.feed.on_message(message(102, "A019", at_ms=NOW_MS - 20_000))
    until(lambda: second.speaker.texts == ["请A019号到5号窗口办理"])


def test_a_hall_that_counts_anew_is_heard_from_its_new_beginning(open_board: Opening) -> None:
    first = open_board(board())
    first.line.feed.on_message(message(500))
    until(lambda: first.file.read() == 500)
    second = open_board(board(seq=3), link_up=False)
    second.line.feed.on_link(None)
    until(lambda: len(second.line.feeds) == 2)
    assert second.line.feed.after == 3
    second.line.feed.on_link(None)
    until(lambda: second.board.page["known"])
    second.line.feed.on_message(message(4, "A001"))
    until(lambda: second.speaker.texts == ["请A001号到5号窗口办理"])
    until(lambda: second.file.read() == 4)


def test_too_much_missed_means_a_snapshot_and_not_a_gap(open_board: Opening) -> None:
    stage = open_board(board())
    stage.hall.shown = board((call("B077", "8"), *CALLS), seq=9000)
    stage.line.feed.on_message(StartOver(9000))
    until(lambda: hero(stage) == "B077")
    stage.line.feed.on_message(message(9001, "B078"))
    until(lambda: hero(stage) == "B078")


def test_a_lost_line_says_of_when_the_board_is(open_board: Opening) -> None:
    stage = open_board(board())
    stage.clock.pass_by(120)
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: "连接中断，显示 10:00 的情况" in words_of(stage.view.rootObject()))
    assert hero(stage) == "A017"


def test_waits_change_without_touching_the_calls(open_board: Opening) -> None:
    stage = open_board(board())
    fewer = (replace(waits(1)[0], waiting=3),)
    stage.line.feed.on_message(WaitsMessage(fewer))
    until(lambda: [wait["waiting"] for wait in stage.board.page["waits"]] == [3])
    assert hero(stage) == "A017"


def test_a_queue_without_people_and_counters_takes_no_place(open_board: Opening) -> None:
    asleep = replace(waits(3)[2], waiting=0, open_counters=0)
    stage = open_board(board(waits=(*waits(2), asleep)))
    assert [wait["prefix"] for wait in stage.board.page["waits"]] == ["A", "B"]


@pytest.mark.parametrize("outcome", [SpeechOutcome.NO_DEVICE, SpeechOutcome.FAILED])
def test_a_silent_voice_is_said_on_the_board_and_the_calls_go_on(open_board: Opening, outcome: SpeechOutcome) -> None:
    stage = open_board(board(), speaker=ScriptedSpeaker(outcome=outcome))
    stage.line.feed.on_message(message(101))
    until(lambda: "没有语音，请看屏幕" in words_of(stage.view.rootObject()))
    assert named(stage.view.rootObject(), "voice-chip").property("icon") == "speaker_off"
    stage.speaker.outcome = SpeechOutcome.SPOKEN
    stage.line.feed.on_message(message(102, "A019"))
    until(lambda: "没有语音，请看屏幕" not in words_of(stage.view.rootObject()))
    assert hero(stage) == "A019"


def test_a_board_without_a_voice_tells_nobody_to_listen(open_board: Opening) -> None:
    speaker = ScriptedSpeaker()
    speaker.state = DeviceState.NO_DEVICE
    notice = Text(
        "过号 30 分钟内可恢复。请留意语音和大屏，叫到号后请到窗口办理。",
        "A missed call can be restored. Please listen and watch.",
    )
    stage = open_board(board((), notice=notice), speaker=speaker)
    until(lambda: bool(stage.board.page["silent"]))
    words = words_of(stage.view.rootObject())
    assert "过号 30 分钟内可恢复。" in words
    assert [line for line in words if "语音" in line] == ["没有语音，请看屏幕"], "once, and nothing else of a voice"
    assert plain(stage.board.page["notice"]["en"]) == "A missed call can be restored."
    assert speaker.said == []


def test_a_voice_that_is_plugged_in_takes_the_warning_away_with_the_next_call(open_board: Opening) -> None:
    speaker = ScriptedSpeaker()
    speaker.state = DeviceState.NO_DEVICE
    stage = open_board(board(), speaker=speaker)
    until(lambda: bool(stage.board.page["silent"]))
    speaker.state = DeviceState.ONLINE
    stage.line.feed.on_message(message(101))
    until(lambda: not stage.board.page["silent"])


def test_in_a_hall_of_32_counters_everybody_on_the_way_finds_their_number(open_board: Opening) -> None:
    calls = tuple(call(f"A{number:03d}", str(number)) for number in range(32, 0, -1))
    stage = open_board(board(calls))
    page = named(stage.view.rootObject(), "recent-head").parentItem()
    seen = {hero(stage)}
    for _ in range(int(page.property("pages"))):
        seen |= {str(one.property("text")) for one in items_of(page) if one.objectName() == "recent-number"}
        page.setProperty("page", (int(page.property("page")) + 1) % int(page.property("pages")))
        settle()
    assert seen == {one.label for one in calls}
    assert page.findChild(QObject, "turn").property("running")


def test_a_new_call_brings_the_list_back_to_its_first_page(open_board: Opening) -> None:
    stage = open_board(board(tuple(call(f"A{number:03d}", str(number)) for number in range(32, 0, -1))))
    page = named(stage.view.rootObject(), "recent-head").parentItem()
    page.setProperty("page", 3)
    stage.line.feed.on_message(message(101, "B001", counter="5"))
    until(lambda: hero(stage) == "B001")
    assert page.property("page") == 0


def test_numbers_that_came_to_their_counters_make_no_second_page(open_board: Opening) -> None:
    stage = open_board(board(tuple(call(f"A{n:03d}", str(n), state=TicketState.SERVING) for n in range(32, 0, -1))))
    assert len(recent(stage)) == 5
