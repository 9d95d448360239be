"""The ticket's page: what it says of the paper, where its keys stand, where its lines break, what its drawing shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QRectF

from kiosk.domain.ticket import TicketView
from kiosk.journeys import pages as of
from screens.citizen.window import CitizenWindow
from screens.theme.line_breaks import FIRM_SPACE, JOINER, kept_together, plain
from screens.theme.machine import USUAL_FRONT, Part
from tests.screens.citizen import eyes
from tests.screens.citizen.scenes import CODE, dressed, scenes
from tests.screens.gallery import CLOTHES

TICKETS = [name for name, view in scenes().items() if isinstance(view.page, of.TicketPage) and not view.warning]
EVERY = pytest.mark.parametrize("clothes", [*CLOTHES])
CLOSING = "，。、；：！？）》」』"


@EVERY
@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_whatever_the_printer_said_each_key_stands_where_it_stood(
    request: pytest.FixtureRequest, layout: str, clothes: str
) -> None:
    window: CitizenWindow = request.getfixturevalue(layout)
    places: dict[str, set[tuple[int, ...]]] = {}
    for name in TICKETS:
        window.show_at_once(dressed(scenes()[name], **CLOTHES[clothes]))
        window.window.grabWindow()
        for key in eyes.keys(window.window.rootObject()):
            if key.words.startswith("ticket-"):
                places.setdefault(key.words, set()).add(_corners(key.place))
    assert places.keys() == {"ticket-reprint", "ticket-help"}
    assert {name: len(found) for name, found in places.items()} == {"ticket-reprint": 1, "ticket-help": 1}


def _corners(place: QRectF) -> tuple[int, ...]:
    return round(place.x()), round(place.y()), round(place.width()), round(place.height())


def _ticket(name: str) -> TicketView:
    page = scenes()[name].page
    assert isinstance(page, of.TicketPage)
    return page.ticket


@EVERY
def test_whatever_the_printer_said_the_number_stands_where_it_stood(portrait: CitizenWindow, clothes: str) -> None:
    same = [name for name in TICKETS if _ticket(name) == _ticket("ticket-printed")]
    assert len(same) >= 6
    assert len({_places(portrait, name, clothes)["A017"] for name in same}) == 1


def test_once_there_is_paper_the_page_stops_saying_that_there_is_none(portrait: CitizenWindow) -> None:
    out, back = _words(portrait, "ticket-out-of-paper"), _words(portrait, "ticket-printer-back")
    assert any("缺纸" in said for said in out)
    assert not [said for said in back if "缺纸" in said or "没打出" in said]
    assert any("补打" in said for said in back)


def test_where_no_reprint_is_offered_no_sentence_asks_for_one(portrait: CitizenWindow) -> None:
    said = _words(portrait, "ticket-reprinted-often")
    assert "已补打多次。请记住号码。" in said
    assert not [words for words in said if "点「补打」" in words]


def test_of_the_guide_the_page_says_what_its_printer_answered_and_whom_to_ask_for_one_that_does_not_come(
    portrait: CitizenWindow,
) -> None:
    said = {guide: _about_the_list(portrait, f"ticket-guide-{guide}") for guide in of.GuidePhase if guide != "none"}
    assert {guide for guide, words in said.items() if "工作人员" in words} == {"late", "failed", "unknown"}
    assert {guide for guide, words in said.items() if "取走" in words} == {"printing", "printed"}
    assert len(set(said.values())) == len(said)
    assert not [words for words in _words(portrait, "ticket-printed") if "材料" in words]


def _about_the_list(window: CitizenWindow, name: str) -> str:
    (words,) = [words for words in _words(window, name) if "材料清单" in words]
    return words


@EVERY
@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_lifting_the_card_moves_nothing_on_the_page(request: pytest.FixtureRequest, layout: str, clothes: str) -> None:
    window: CitizenWindow = request.getfixturevalue(layout)
    lies, lifted = (_places(window, name, clothes) for name in ("ticket-printed", "ticket-card-lifted"))
    assert "2217" not in lifted
    assert {words: place for words, place in lies.items() if words != "2217"} == {
        words: place for words, place in lifted.items() if words not in ("已清除", "cleared")
    }


def _places(window: CitizenWindow, name: str, clothes: str) -> dict[str, tuple[int, ...]]:
    window.show_at_once(dressed(scenes()[name], **CLOTHES[clothes]))
    window.window.grabWindow()
    return {seen.words: _corners(seen.place) for seen in eyes.texts(window.window.rootObject())}


def _words(window: CitizenWindow, name: str) -> set[str]:
    window.show_at_once(scenes()[name])
    return {seen.words for seen in eyes.texts(window.window.rootObject())}


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_the_drawing_of_the_slot_cuts_no_opening_in_two(request: pytest.FixtureRequest, layout: str) -> None:
    window: CitizenWindow = request.getfixturevalue(layout)
    window.show_at_once(scenes()["ticket-printed"])
    window.window.grabWindow()
    fronts = [i for i in eyes.items(window.window.rootObject()) if i.property("lit") == Part.TICKET_SLOT.value]
    assert len(fronts) == 1
    front, clip = fronts[0], fronts[0].parentItem()
    scale = float(front.property("scale1"))
    below = [one for one in USUAL_FRONT.openings if one.part is not Part.CAMERA]
    cut = -front.y() / scale  # millimetres of the machine above the drawing's upper edge
    assert clip is not None and clip.height() > 0
    assert all(not one.y < cut < one.y + one.height for one in below)
    assert min(one.y for one in below if one.part is Part.ID_READER) > cut > 0


@pytest.mark.parametrize("clothes", ["zh", "zh-elder", "zh-contrast"])
@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_the_sentences_about_a_ticket_break_after_their_punctuation(
    request: pytest.FixtureRequest, layout: str, clothes: str
) -> None:
    window: CitizenWindow = request.getfixturevalue(layout)
    for name in TICKETS:
        window.show_at_once(dressed(scenes()[name], **CLOTHES[clothes]))
        window.window.grabWindow()
        for seen in eyes.texts(window.window.rootObject()):
            lines = int(seen.item.property("lineCount"))
            clauses = len(re.findall(f"[{CLOSING}]+|$", seen.words.rstrip(CLOSING)))
            if any(mark in seen.words for mark in "，。"):
                assert lines <= clauses, f"{name}: {seen.words} stands on {lines} lines"


def test_a_clause_is_kept_together_and_says_the_same() -> None:
    sentence = "过号 30 分钟内可到取号机恢复一次，当日有效。"
    joined = kept_together(sentence)
    assert plain(joined) == sentence
    assert re.split("(?<=[，。])", joined)[-2] == JOINER.join("当日有效") + "。"
    assert f"号{FIRM_SPACE}30{FIRM_SPACE}分" in joined
    assert kept_together("A017 2217") == "A017 2217"


def test_no_short_last_word_is_left_alone_on_its_line() -> None:
    assert kept_together("Floor 2, Counters 3, 5, 6") == "Floor 2, " + "Counters 3, 5, 6".replace(" ", FIRM_SPACE)
    assert kept_together("Floor 2, Counters 13, 15, 16, 17").endswith(f"15, 16,{FIRM_SPACE}17")
    assert kept_together("It comes out in a moment, please wait.").endswith(f"please{FIRM_SPACE}wait.")
    assert FIRM_SPACE not in kept_together("Resident pension insurance enrolment"), "together as wide as a key"


def test_a_name_too_long_for_its_line_still_breaks(portrait: CitizenWindow) -> None:
    portrait.show_at_once(dressed(scenes()["check-long"], elder=True))
    portrait.window.grabWindow()
    for seen in eyes.texts(portrait.window.rootObject()):
        assert seen.place.right() <= portrait.window.width(), str(seen)


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_the_code_on_the_page_is_read_as_what_stands_on_the_paper(
    request: pytest.FixtureRequest, layout: str, tmp_path: Path
) -> None:
    window: CitizenWindow = request.getfixturevalue(layout)
    window.show_at_once(scenes()["ticket-printed"])
    assert window.grab(tmp_path / "page.png")
    with Image.open(tmp_path / "page.png") as page:
        assert [code.text for code in zxingcpp.read_barcodes(page)] == [CODE]
