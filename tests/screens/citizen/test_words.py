"""The sentences: complete in both languages, in the field's own words, and there for everything that can happen."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files

import pytest

from kiosk.domain.catalogue import Icon
from kiosk.domain.identity import NumberProblem, masked_name
from kiosk.journeys.pages import FailureReason, PaperPhase, Step, TicketPage
from kiosk.ports.devices import ReadFailure
from screens.citizen import frame
from screens.citizen.faces import shown
from screens.citizen.settings import ScreenSettings
from screens.citizen.window import CitizenWindow
from screens.theme.phrases import LANGUAGES, phrases, say
from tests.screens.citizen import eyes
from tests.screens.citizen.scenes import PERSON, dressed, scenes

PLACEHOLDER = re.compile(r"\{(\w+)\}")
HAN = re.compile(r"[一-鿿]")
NEVER = ("用户", "顾客", "客户", "VIP", "黑名单", "插队", "操作失败", "系统", "亲，", "尊敬的", "错误码")


def test_both_languages_say_the_same_things_with_the_same_figures() -> None:
    chinese, english = phrases("zh"), phrases("en")
    assert chinese.keys() == english.keys()
    for key, sentence in chinese.items():
        if not key.startswith("frame.date"):
            assert set(PLACEHOLDER.findall(sentence)) == set(PLACEHOLDER.findall(english[key])), key


def test_no_sentence_is_written_twice_under_one_key() -> None:
    for language in LANGUAGES:
        text = (files("screens") / "translations" / f"{language}.json").read_text(encoding="utf-8")
        keys = [key for key, _ in json.loads(text, object_pairs_hook=list)]
        assert len(keys) == len(set(keys))


def test_nobody_is_shouted_at_or_called_a_customer() -> None:
    for language in LANGUAGES:
        for key, sentence in phrases(language).items():
            assert "!" not in sentence and "！" not in sentence, key
            assert not [word for word in NEVER if word in sentence], key


def test_a_headline_is_short_and_asks_once() -> None:
    for key, sentence in phrases("zh").items():
        if key.endswith("question"):
            assert len(sentence) <= 18, key
        assert sentence.count("请") <= 2, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_fails_has_a_sentence_and_a_next_step(language: str) -> None:
    families = [f"failure.{why}" for why in FailureReason] + [f"card.{why}" for why in ReadFailure]
    families += [f"ticket.{phase}" for phase in PaperPhase]
    for family in families:
        assert say(language, f"{family}.question")
        assert say(language, f"{family}.sentence")
    for word in [f"number.{problem}" for problem in NumberProblem] + [f"step.{step}" for step in Step]:
        assert say(language, word)


def test_a_reason_that_a_new_printer_invents_still_gets_a_sentence() -> None:
    view = scenes()["ticket-out-of-paper"]
    assert isinstance(view.page, TicketPage)
    odd = replace(view, page=replace(view.page, reason="cutter_on_holiday"))
    assert shown(odd).face["sentence"] == say("zh", "ticket.failed.sentence")


def test_whoever_typed_a_number_finds_it_masked_among_what_is_to_be_checked(portrait: CitizenWindow) -> None:
    portrait.show_at_once(scenes()["check-typed"])
    assert PERSON.number in _words(portrait)


def test_every_icon_of_the_catalogue_is_drawn() -> None:
    text = (files("screens.components") / "Icons.js").read_text(encoding="utf-8")
    names = set(re.findall(r"^    (\w+): ", text, re.MULTILINE))
    assert {icon.value for icon in Icon} <= names


def test_in_english_no_chinese_is_left_but_names(portrait: CitizenWindow) -> None:
    for name, view in scenes().items():
        portrait.show_at_once(dressed(view, language="en"))
        left = {seen.words for seen in eyes.texts(portrait.window.rootObject()) if HAN.search(seen.words)}
        assert left <= {"中文", PERSON.name, masked_name("阿" * 27)}, name


def test_the_language_changes_on_the_page_that_is_there(portrait: CitizenWindow) -> None:
    view = scenes()["check"]
    portrait.show_at_once(view)
    assert "请核对，再取号" in _words(portrait)
    portrait.show_at_once(dressed(view, language="en"))
    assert "Is this right?" in _words(portrait)
    portrait.show_at_once(view)
    assert "请核对，再取号" in _words(portrait)


def _words(window: CitizenWindow) -> set[str]:
    return {seen.words for seen in eyes.texts(window.window.rootObject())}


def test_the_key_for_larger_letters_wears_the_same_latin_sign_in_every_language() -> None:
    signs = set()
    for language in LANGUAGES:
        for elder in (False, True):
            slots = frame.slots(dressed(scenes()["home"], language=language, elder=elder), ScreenSettings())
            signs.add(next((slot["name"], slot["icon"]) for slot in slots if slot and slot.get("name") == "elder"))
    assert signs == {("elder", "elder"), ("elder", "standard")}
    text = (files("screens.components") / "Icons.js").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'^    (elder|standard): "([^"]+)"', text, re.MULTILINE))
    plus, minus = (path.count(" V") for path in (drawn["elder"], drawn["standard"]))
    assert (plus, minus) == (1, 0), "A with a plus makes larger, A with a minus makes smaller"


def test_the_last_warning_is_two_sentences(portrait: CitizenWindow) -> None:
    for language, mark in (("zh", "。"), ("en", ". ")):
        portrait.show_at_once(dressed(scenes()["warning-last"], language=language))
        last = say(language, "warning.last")
        assert [words for words in _words(portrait) if words.endswith(f"{mark}{last}")]
