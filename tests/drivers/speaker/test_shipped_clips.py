"""The clips that are shipped: every word has one, and each sounds as loud, as long and as whole as it should."""

from __future__ import annotations

import json
import math
import tomllib
from array import array
from functools import cache
from pathlib import Path

import pytest

import kiosk.operation.terminal as terminal
from drivers.speaker.clip_list import FILE, clip_lists
from drivers.speaker.clip_shelf import FOLDER, ClipShelf
from drivers.speaker.phrases import SIGNS, Clip, language_of, pieces
from drivers.speaker.rendering import Rendered, Rendering
from drivers.speaker.synthesis import SynthesisFailure
from drivers.speaker.waves import RATE_HZ, read_samples, seconds
from tests.drivers.speaker.voices import names

FOLDERS = ("zh", "zh-slow", "en", "en-slow")
STEP = RATE_HZ // 100


@cache
def levels(path: Path) -> tuple[float, ...]:
    """RMS of each 10 ms, full scale 1."""
    samples = array("h", read_samples(path) or b"")
    steps = (samples[start : start + STEP] for start in range(0, len(samples) - STEP + 1, STEP))
    return tuple(math.sqrt(sum(one * one for one in step) / STEP) / 32768 for step in steps)


def no_engine(language: str, text: str, slow: bool) -> SynthesisFailure:
    return SynthesisFailure.NOT_WANTED


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_the_list_has_its_clip_and_every_clip_its_word(language: str) -> None:
    there = {path.stem for path in (FOLDER / language).glob("*.wav")}
    assert there == set(names(language))
    slow = {path.stem for path in (FOLDER / f"{language}-slow").glob("*.wav")}
    assert slow == {name for name in names(language) if name.startswith("prompt_")}
    assert {path.stem for path in (FOLDER / "notes").glob("*.wav")} == set(SIGNS)


def is_prompt(path: Path) -> bool:
    return path.stem.startswith("prompt_")


def rms_db(path: Path) -> float:
    """Of what sounds: the steps that are at most 25 dB below the loudest."""
    sounding = [level for level in levels(path) if level > max(levels(path)) / 18]
    return 20 * math.log10(math.sqrt(sum(level**2 for level in sounding) / len(sounding)))


def marks(path: Path) -> str:
    """# for each 10 ms that sound, . for those 40 dB below the loudest."""
    return "".join("." if level < max(levels(path)) / 100 else "#" for level in levels(path))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_clip_is_of_a_length_that_can_be_its_words(folder: str) -> None:
    for path in (FOLDER / folder).glob("*.wav"):
        assert (0.7 if is_prompt(path) else 0.2) < len(levels(path)) / 100 < (6 if is_prompt(path) else 1.5), path.stem


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_clip_is_as_loud_as_the_others_and_none_is_clipped(folder: str) -> None:
    for path in (FOLDER / folder).glob("*.wav"):
        assert -23 < rms_db(path) < -18, path.stem
        assert max(abs(sample) for sample in array("h", read_samples(path) or b"")) < 32_000, path.stem


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_clip_begins_late_ends_late_or_has_a_hole(folder: str) -> None:
    for path in (FOLDER / folder).glob("*.wav"):
        sound = marks(path)
        assert sound.index("#") <= 4, path.stem
        assert len(sound) - sound.rindex("#") <= 8, path.stem
        assert max(map(len, sound.strip(".").split("#"))) <= (60 if is_prompt(path) else 12), path.stem


def test_the_elder_modes_prompts_take_about_a_quarter_longer() -> None:
    for language in ("zh", "en"):
        usual = sum(len(levels(FOLDER / language / path.name)) for path in (FOLDER / f"{language}-slow").glob("*"))
        slow = sum(len(levels(path)) for path in (FOLDER / f"{language}-slow").glob("*.wav"))
        assert 1.15 < slow / usual < 1.35


def test_a_call_in_either_language_needs_no_synthesizer() -> None:
    rendering = Rendering(ClipShelf(), no_engine)
    for text in ("请A001号到3号窗口办理", "请AC07号到24号窗口办理", "Ticket Z987, please go to counter 16"):
        said = rendering.render(text)
        assert isinstance(said, Rendered)
        assert 2.5 < seconds(said.words) < 7


def test_whatever_the_terminal_says_has_a_clip_in_both_languages() -> None:
    sentences = json.loads((Path(terminal.__file__).with_name("sentences.json")).read_text(encoding="utf-8"))
    for language in ("zh", "en"):
        for key, text in sentences[language].items():
            if key.startswith("say_"):
                found = pieces(text, clip_lists()[language_of(text)])
                assert [type(one) for one in found] == [Clip], text


def test_a_prompt_is_short_and_says_please_once() -> None:
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for text in table["zh"]["prompts"].values():
        assert len(text) <= 18, text
        assert text.count("请") <= 1 or "请问" in text or text == "没有读到身份证。请放平，再放一次", text
        assert "你" not in text
        assert not set(text) & set("！!亲")
