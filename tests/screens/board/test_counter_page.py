"""The screen above one counter: the number that counter has, nobody else's, and none that nobody can vouch for."""

from __future__ import annotations

from typing import Any

from kiosk.domain.ticket import HallUnreachable, TicketState
from kiosk.hall.core.messages import CallKind
from tests.screens.board.conftest import Opening
from tests.screens.board.scenes import BoardStage, board, call, lose_for_long, message
from tests.screens.looking import cut_words, items_of, until


def _now(stage: BoardStage) -> dict[str, Any] | None:
    return dict(stage.board.page)["now"]


def _seen(stage: BoardStage) -> set[str]:
    return {item.objectName() for item in items_of(stage.view.rootObject())}


def test_it_shows_its_own_counters_number_from_the_call_to_the_end(open_board: Opening) -> None:
    stage = open_board(board((call("A001", "4"),)), counter="3")
    assert _now(stage) is None
    stage.line.feed.on_message(message(101, "A018", counter="3"))
    until(lambda: bool(_now(stage)))
    assert _now(stage) == {"label": "A018", "counter": "3", "mark": "", "awaited": True}
    stage.line.feed.on_message(message(102, "A018", CallKind.STARTED, "3"))
    until(lambda: not (_now(stage) or {"awaited": True})["awaited"])
    stage.line.feed.on_message(message(103, "A018", CallKind.DONE, "3"))
    until(lambda: _now(stage) is None)


def test_a_call_to_another_counter_changes_nothing(open_board: Opening) -> None:
    stage = open_board(board((call("A017", "3"),)), counter="3")
    stage.line.feed.on_message(message(101, "B009", counter="5"))
    stage.line.feed.on_message(message(102, "B010", counter="13"))
    until(lambda: stage.board.property("news") == 2)
    assert (_now(stage) or {})["label"] == "A017"


def test_a_number_that_was_passed_or_taken_elsewhere_goes(open_board: Opening) -> None:
    stage = open_board(board((call("A017", "3"),)), counter="3")
    stage.line.feed.on_message(message(101, "A017", counter="5"))
    until(lambda: _now(stage) is None)
    stage.line.feed.on_message(message(102, "A018", counter="3"))
    stage.line.feed.on_message(message(103, "A018", CallKind.PASSED, "3"))
    until(lambda: stage.board.property("news") == 2)
    until(lambda: _now(stage) is None)


def test_without_a_line_the_number_stays_for_a_while_with_a_word_and_then_goes(open_board: Opening) -> None:
    stage = open_board(board((call("A017", "3"),)), counter="3")
    lose_for_long(stage)
    assert _seen(stage) >= {"own-counter", "nobody"}
    assert not _seen(stage) & {"called-number", "link-chip"}
    stage.line.feed.on_link(None)
    until(lambda: "called-number" in _seen(stage))
    assert not _seen(stage) & {"nobody", "link-chip"}


def test_it_says_nothing_aloud_and_promises_no_voice(open_board: Opening) -> None:
    stage = open_board(board((call("A017", "3"),)), counter="3")
    stage.line.feed.on_message(message(101, "A018", counter="3"))
    until(lambda: stage.board.property("news") == 1)
    assert not stage.speaker.said
    assert not stage.board.page["silent"]


def test_it_catches_up_with_a_hall_whose_book_began_anew(open_board: Opening) -> None:
    stage = open_board(board((call("A017", "3"),), seq=100), counter="3")
    stage.hall.shown = board((call("C001", "3", state=TicketState.SERVING),), seq=5)
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    stage.line.feed.on_link(None)
    until(lambda: (_now(stage) or {}).get("label") == "C001")


def test_a_counter_with_a_long_name_can_be_read_whole(open_board: Opening) -> None:
    stage = open_board(board(()), counter="West-12", size=(1080, 1920))
    assert not cut_words(stage.view)
