"""A person's hands on the bench move the real virtual devices, and the bench shows how they stand."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtQuick import QQuickItem

from drivers.document_printer.probe import probe_document_printer
from screens.bench.showing import PRINTER, READER, LineState, line_of, others_page
from tests.drivers.stage import SLIP
from tests.screens.bench.conftest import Opening
from tests.screens.bench.scenes import BenchStage, show_hall, show_hand
from tests.screens.looking import named, settle, tap, until, words_at, words_of


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
    assert words_at(stage.view.rootObject(), "sentence") == "虚拟设备没有回答。"


def test_nobody_could_take_the_bench_for_a_real_machine(open_bench: Opening) -> None:
    stage = open_bench()
    assert any("虚拟设备" in words and "虚构" in words for words in words_of(stage.view.rootObject()))


def test_a_printed_tickets_own_code_is_held_before_the_scanner(open_bench: Opening) -> None:
    stage = open_bench()
    stage.print_tickets()
    show_hand(stage)
    tap(stage.view, "scan-ticket")
    until(lambda: state(stage, "code-scanner")["codes"] == 1)
    settle()
    tap(stage.view, "scan-foreign")
    until(lambda: state(stage, "code-scanner")["codes"] == 2)


def test_keys_door_strips_and_camera_move_by_touching_them_and_show_it(open_bench: Opening) -> None:
    stage = open_bench()
    show_hand(stage)
    for key in (
        "pad-7",
        "pad-enter",
        "show-hall",
        "board-door-open",
        "strip-power-2",
        "camera-motion-still",
        "camera-scene-code",
    ):
        tap(stage.view, key)
        settle()
    until(lambda: (state(stage, "keypad")["keys"], state(stage, "camera")["document"]) == (2, "code"))
    assert state(stage, "signal-board")["inputs"] == [True, False]
    assert state(stage, "counter-display")["dark"] == [2]
    assert state(stage, "camera")["stands_still"] is True
    until(lambda: stage.desk.page["others"]["camera"]["motion"] == "still")
    others = stage.desk.page["others"]
    assert (others["board"]["door"], others["strips"]["rows"][1]["power"]) == ("open", "off")
    tap(stage.view, "camera-line-unplugged")
    until(lambda: stage.desk.page["others"]["camera"]["line"] == "unplugged")


def test_the_face_camera_sees_what_is_put_before_it_and_goes_with_the_plug_of_the_other(open_bench: Opening) -> None:
    stage = open_bench()
    show_hall(stage)
    until(lambda: stage.desk.page["others"]["face"] == {"line": "good", "scene": "face"})
    tap(stage.view, "face-scene-dark")
    until(lambda: (state(stage, "camera")["face"], state(stage, "camera")["document"]) == ("dark", "page"))
    until(lambda: stage.desk.page["others"]["face"]["scene"] == "dark")
    tap(stage.view, "camera-line-unplugged")
    until(lambda: stage.desk.page["others"]["face"]["line"] == "unplugged")


def test_the_document_printers_troubles_are_brought_about_and_its_page_is_taken_and_looked_at(
    open_bench: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    stage = open_bench()
    show_hand(stage)
    for key in ("document-paper-out", "document-inner-jam", "document-queue-stopped"):
        tap(stage.view, key)
        settle()
    until(lambda: state(stage, "document-printer")["says"] == ["media-empty-error", "media-jam-error"])
    until(lambda: state(stage, "document-printer")["stopped"] is True)
    until(lambda: stage.desk.page["others"]["document"]["trouble"] == "inner.jam")
    for key in ("document-paper-full", "document-inner-good", "document-queue-running"):
        settle()
        tap(stage.view, key)
    until(lambda: stage.desk.page["others"]["document"]["trouble"] == "")
    assert probe_document_printer(stage.real.port("document-printer"), True, False, io.StringIO()) == 0
    until(lambda: stage.desk.page["others"]["document"]["tray"] == 1)
    settle()
    tap(stage.view, "take-page")
    until(lambda: len(shown) == 1)
    assert Path(shown[0]).read_bytes().startswith(b"%PDF-")
    until(lambda: stage.desk.page["others"]["document"]["tray"] == 0)


def test_lights_and_texts_are_seen_as_the_devices_show_them() -> None:
    told = {
        "signal-board": {"plugged": True, "lights": [2, 0, 9], "inputs": []},
        "counter-display": {"plugged": True, "texts": {"1": "A017 "}, "dark": []},
    }
    page = others_page(told)
    assert page["board"]["lights"] == ["slow", "off", "unknown"]
    assert page["board"]["door"] == "closed"
    assert page["strips"]["rows"] == [{"address": "1", "text": "A017", "power": "on"}]
    assert page["camera"] == {"line": "", "scene": "", "motion": ""}
