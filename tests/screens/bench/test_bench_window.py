"""A person's hands on the bench move the real virtual devices, and the bench shows how they stand."""

from __future__ import annotations

import pytest
from PySide6.QtQuick import QQuickItem

from screens.bench.showing import PRINTER, READER, LineState, line_of
from tests.drivers.stage import SLIP
from tests.screens.bench.conftest import Opening
from tests.screens.bench.scenes import BenchStage
from tests.screens.looking import named, settle, tap, until, words_of


def state(stage: BenchStage, device: str) -> dict[str, object]:
    return dict(stage.real.do("state")["state"][device])


def test_a_card_is_laid_and_lifted_by_touching_it(open_bench: Opening) -> None:
    stage = open_bench()
    tap(stage.view, "card-elderly")
    until(lambda: stage.desk.page["reader"]["card"] == "elderly")
    assert state(stage, READER)["card"] == "elderly"
    settle()
    tap(stage.view, "lift")
    until(lambda: stage.desk.page["reader"]["card"] == "")
    assert state(stage, READER)["card"] == ""


def test_another_card_takes_the_place_of_the_one_that_lies_there(open_bench: Opening) -> None:
    stage = open_bench()
    tap(stage.view, "card-ordinary")
    until(lambda: stage.desk.page["reader"]["card"] == "ordinary")
    tap(stage.view, "card-longest")
    until(lambda: stage.desk.page["reader"]["card"] == "longest")
    assert stage.desk.page["refused"] == ""


def test_a_printed_ticket_hangs_there_as_a_picture_and_is_taken(open_bench: Opening) -> None:
    stage = open_bench()
    stage.print_tickets()
    picture = named(stage.view.rootObject(), "ticket-picture")
    image = next(item for item in picture.findChildren(QQuickItem) if item.inherits("QQuickImage"))
    assert image.property("implicitHeight") > 200
    tap(stage.view, "take-ticket")
    until(lambda: stage.desk.page["printer"]["hanging"] == 0)
    assert stage.real.tickets()[0]["label"] == SLIP.label
    assert stage.real.tickets()[0]["taken"] is True
    until(lambda: stage.desk.page["taken"] != "")


def test_of_two_tickets_the_older_is_taken_first(open_bench: Opening) -> None:
    stage = open_bench()
    stage.print_tickets(2)
    tap(stage.view, "take-ticket")
    until(lambda: stage.desk.page["printer"]["hanging"] == 1)
    assert [ticket["taken"] for ticket in stage.real.tickets()] == [True, False]
    until(lambda: stage.desk.page["picture"].endswith("ticket-2.png"))


@pytest.mark.parametrize("level", ["low", "out", "full"])
def test_paper_is_taken_away_and_put_back(open_bench: Opening, level: str) -> None:
    stage = open_bench()
    before = "out" if level == "full" else "full"
    stage.real.do("paper", level=before)
    until(lambda: stage.desk.page["printer"]["paper"] == before)
    tap(stage.view, f"printer-paper-{level}")
    until(lambda: stage.desk.page["printer"]["paper"] == level)
    assert state(stage, PRINTER)["paper"] == level


def test_the_cover_opens_and_closes(open_bench: Opening) -> None:
    stage = open_bench()
    tap(stage.view, "printer-cover-open")
    until(lambda: stage.desk.page["printer"]["cover"] == "open")
    assert "盖子开着" in words_of(stage.view.rootObject())
    tap(stage.view, "printer-cover-closed")
    until(lambda: stage.desk.page["printer"]["cover"] == "closed")


def await_line(stage: BenchStage, side: str, wanted: LineState) -> None:
    until(lambda: stage.desk.page[side]["line"] == wanted.value)


@pytest.mark.parametrize(("device", "side"), [(READER, "reader"), (PRINTER, "printer")])
def test_every_way_a_line_can_be_is_brought_about_and_back(open_bench: Opening, device: str, side: str) -> None:
    stage = open_bench()
    for wanted in (LineState.SILENT, LineState.NOISY, LineState.UNPLUGGED, LineState.GOOD):
        tap(stage.view, f"{side}-line-{wanted.value}")
        await_line(stage, side, wanted)
        assert line_of(state(stage, device)) is wanted


def test_what_others_do_to_the_devices_is_seen_too(open_bench: Opening) -> None:
    stage = open_bench()
    stage.real.do("lay_card", card="two_characters")
    until(lambda: stage.desk.page["reader"]["card"] == "two_characters")


def test_a_bench_without_devices_says_that_it_looks_for_them(open_bench: Opening) -> None:
    stage = open_bench(devices=False)
    until(lambda: "正在找虚拟设备" in words_of(stage.view.rootObject()))
    stage.desk.paper("out")
    until(lambda: stage.desk.page["refused"] == "away")
    settle()
    assert named(stage.view.rootObject(), "sentence").property("text") == "虚拟设备没有回答。"


def test_nobody_could_take_the_bench_for_a_real_machine(open_bench: Opening) -> None:
    stage = open_bench()
    assert any("虚拟设备" in words and "虚构" in words for words in words_of(stage.view.rootObject()))
