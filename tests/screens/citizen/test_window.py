"""The window itself: what it hides, what it survives, and what its ticket's code says to a scanner."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtTest import QTest

from kiosk.journeys import pages as of
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper
from screens.citizen import faces, frame
from screens.citizen.pages.wording import Face
from screens.citizen.settings import ScreenSettings
from screens.citizen.window import CitizenWindow, fitted
from tests.screens.citizen import eyes
from tests.screens.citizen.scenes import CODE, PERSON, dressed, knowledge, printer, scenes, view


def test_while_the_warning_shows_nothing_of_the_person_is_on_the_screen(portrait: CitizenWindow) -> None:
    portrait.show_at_once(replace(scenes()["check"], warning=True, seconds_left=15))
    said = " ".join(seen.words for seen in eyes.texts(portrait.window.rootObject()))
    assert PERSON.name not in said
    assert PERSON.number not in said
    assert "您还在吗" in said


def test_a_scanner_reads_the_tickets_code_from_the_screen(portrait: CitizenWindow, tmp_path: Path) -> None:
    for contrast in (False, True):
        portrait.show_at_once(dressed(scenes()["ticket-printed"], contrast=contrast))
        picture = tmp_path / "page.png"
        assert portrait.grab(picture)
        assert [found.text for found in zxingcpp.read_barcodes(Image.open(picture))] == [CODE]


def test_a_view_from_another_thread_is_shown(portrait: CitizenWindow) -> None:
    core = threading.Thread(target=portrait.show_view, args=(scenes()["help"],))
    core.start()
    core.join()
    assert _until(portrait, "要人帮忙吗？")


def test_two_hundred_pages_leave_no_page_behind(portrait: CitizenWindow) -> None:
    names = list(scenes())
    _walk(portrait, names)
    before, memory = _live(portrait), psutil.Process().memory_info().rss
    for n in range(200):
        _walk(portrait, [names[n % len(names)]])
    _walk(portrait, names[-1:])
    assert _live(portrait) == before
    assert psutil.Process().memory_info().rss - memory < 40 * 2**20


def test_the_window_keeps_its_proportions_whatever_its_size(portrait: CitizenWindow) -> None:
    portrait.show_at_once(scenes()["home"])
    portrait.window.resize(540, 960)
    QTest.qWait(20)
    portrait.window.grabWindow()
    hero = next(key for key in eyes.keys(portrait.window.rootObject()) if key.words == "hero")
    assert hero.place.width() == pytest.approx(244 * 540 / 268, abs=3)


def test_on_a_small_desktop_the_window_is_scaled_to_fit() -> None:
    assert fitted(QSize(1080, 1920), QSize(4000, 4000)) == QSize(1080, 1920)
    small = fitted(QSize(1080, 1920), QSize(1366, 728))
    assert small.height() == 655
    assert small.width() == pytest.approx(655 * 1080 / 1920, abs=1)


def test_the_header_tells_what_does_not_work_and_never_reads_silence_as_fine() -> None:
    known = knowledge()
    silent = replace(known, reader=DeviceStatus(DeviceState.UNKNOWN))
    assert frame.machine_state(known) == ("chip.ok", "ok")
    assert frame.machine_state(silent) == ("chip.unknown", "unknown")
    for untold in (Paper.UNKNOWN, Paper.NOT_SUPPORTED):
        assert frame.machine_state(replace(known, printer=printer(untold))) == ("chip.unknown", "unknown")
    assert frame.machine_state(replace(known, reader=DeviceStatus(DeviceState.NO_DEVICE)))[0] == "chip.reader"
    assert frame.machine_state(replace(known, printer=printer(Paper.OUT)))[0] == "chip.paper_out"
    assert frame.machine_state(replace(known, hall_reachable=False))[0] == "chip.hall"


def test_the_header_calls_nothing_well_while_another_device_is_broken_or_tells_nothing() -> None:
    known = knowledge()
    assert frame.machine_state(replace(known, others=of.OtherDevices.ILL)) == ("chip.partly", "warn")
    assert frame.machine_state(replace(known, others=of.OtherDevices.UNTOLD)) == ("chip.unknown", "unknown")
    paper_out = replace(known, others=of.OtherDevices.ILL, printer=printer(Paper.OUT))
    assert frame.machine_state(paper_out)[0] == "chip.paper_out", "what stops numbers comes first"


def test_the_steps_stand_in_the_order_in_which_this_person_takes_them() -> None:
    card_first = view(of.Departments(), step=of.Step.CHOOSE, person=PERSON)
    assert frame.rail(card_first) == {"steps": ["刷身份证", "选事项", "核对", "取号"], "at": 1}
    item_first = view(of.CardPrompt(), step=of.Step.IDENTIFY)
    assert frame.rail(item_first) == {"steps": ["选事项", "刷身份证", "核对", "取号"], "at": 1}
    enquiry = view(of.Check(), step=of.Step.CHECK, anonymous=True)
    assert frame.rail(enquiry) == {"steps": ["选事项", "核对", "取号"], "at": 1}


def test_there_is_no_key_for_what_this_machine_has_not() -> None:
    mute, talking = ScreenSettings(), ScreenSettings(voice=True, lower_edge_mm=900)
    home = of.View(of.Home(), knowledge())
    assert _names(frame.slots(home, mute)) == ["elder", "language", "help"]
    assert _names(frame.slots(home, talking)) == ["elder", "language", "aloud", "low", "help"]


def test_help_stands_once_on_a_page_in_elder_mode_with_a_voice_and_without() -> None:
    for settings in (ScreenSettings(), ScreenSettings(voice=True)):
        for name, shown in scenes().items():
            elder = dressed(shown, elder=True)
            keys = [key["wish"] for key in faces.shown(elder).face.get("keys", [])]
            assert [*keys, *_names(frame.slots(elder, settings))].count("help") <= 1, name


def test_help_is_promised_only_while_somebody_is_at_a_counter() -> None:
    pages = {name: faces.shown(scenes()[name]).face for name in ("help-called", "help-nobody", "help-noted")}
    said = {name: (face["question"], face["keys"][0]["wish"]) for name, face in pages.items()}
    assert said == {
        "help-called": ("已经告诉工作人员", "home"),
        "help-nobody": ("现在没有窗口在服务", "call-staff"),
        "help-noted": ("求助已经记下", "home"),
    }
    assert pages["help-noted"]["facts"] == [{"asks": "人工热线", "answers": "12345"}]


def test_nobody_is_sent_to_counters_where_nobody_works() -> None:
    face = faces.shown(scenes()["counter-nobody"]).face
    assert face["question"] == "现在没有窗口在服务"
    assert face["facts"] == [{"asks": "人工热线", "answers": "12345"}]
    assert [key["wish"] for key in face["keys"]] == ["home", "complain"]
    assert faces.shown(scenes()["counter"]).face["question"] == "请到窗口取号"


def test_while_a_number_is_taken_no_key_leads_away() -> None:
    assert frame.slots(scenes()["working"], ScreenSettings(voice=True)) == []


def test_footer_places_never_move() -> None:
    settings = ScreenSettings(voice=True)
    for name, shown in scenes().items():
        for at, slot in enumerate(frame.slots(shown, settings)):
            if slot and "name" in slot:
                places = {"home": 0, "back": 1, "elder": 2, "language": 3, "aloud": 4, "low": 5, "help": 6, "exit": 6}
                assert places[slot["name"]] == at, name


def test_the_low_layout_is_offered_only_where_it_helps() -> None:
    assert not ScreenSettings().low_layout_helps
    assert not ScreenSettings(lower_edge_mm=700).low_layout_helps
    assert ScreenSettings(lower_edge_mm=900).low_layout_helps
    assert not ScreenSettings(1920, 1080, lower_edge_mm=900).low_layout_helps


def test_the_window_starts_without_what_it_does_not_need() -> None:
    heavy = (
        "PySide6.QtWidgets",
        "PySide6.QtTest",
        "cv2",
        "requests",
        "sqlalchemy",
        "fastapi",
        "PIL",
    )
    look = f"import sys, screens.citizen.window; print([name for name in {heavy!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=60, check=True)
    assert told.stdout.strip() == "[]"


def _names(slots: list[Face | None]) -> list[str]:
    return [slot["name"] for slot in slots if slot and "name" in slot]


def _walk(window: CitizenWindow, names: list[str]) -> None:
    for name in names:
        window.show_at_once(scenes()[name])
        window.window.grabWindow()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def _live(window: CitizenWindow) -> int:
    """Items below the window, seen or not."""
    waiting, count = [window.window.contentItem()], 0
    while waiting:
        item = waiting.pop()
        count += 1
        waiting += item.childItems()
    return count


def _until(window: CitizenWindow, words: str) -> bool:
    for _ in range(400):
        if words in {seen.words for seen in eyes.texts(window.window.rootObject())}:
            return True
        QTest.qWait(5)
    return False


def test_a_page_that_cannot_be_put_into_words_makes_way_for_an_apology(portrait: CitizenWindow) -> None:
    bugs: list[Exception] = []
    portrait.terminal.stumbled.connect(bugs.append)
    portrait.show_at_once(scenes()["check"])
    portrait.show_at_once(view(of.Failure("no such reason"), person=PERSON))  # type: ignore[arg-type]
    said = {seen.words for seen in eyes.texts(portrait.window.rootObject())}
    assert "很抱歉，本机出了问题" in said
    assert PERSON.name not in said
    assert len(bugs) == 1
