"""espeak-ng as the hall uses it: words it never saw, within a limit, and every way it can fail."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from drivers.speaker.pinyin import pinyin
from drivers.speaker.synthesis import Synthesis, SynthesisFailure, spelled
from drivers.speaker.waves import seconds

espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def program(folder: Path, body: str) -> str:
    path = folder / "engine"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_numbers_are_written_out_before_they_become_pinyin() -> None:
    assert spelled("A001号到12号窗口") == "A零零一号到十二号窗口"
    assert spelled("9:00到17:30") == "九点到十七点三十分"
    assert spelled("编号010，共108件") == "编号零一零，共一百零八件"


def test_letters_become_syllables_that_a_chinese_voice_can_say() -> None:
    assert pinyin("A一号窗口") == "ei1 yi1 hao4 chuang1 kou3".replace("ei1 ", " ei1  ")


@espeak
@pytest.mark.parametrize(
    ("language", "text"), [("zh", "请到不动产登记窗口"), ("en", "The land registry opens at nine")]
)
def test_unknown_words_are_spoken_in_either_language(language: str, text: str) -> None:
    said = Synthesis(limit_s=30).samples(language, text)
    assert isinstance(said, bytes)
    assert 0.8 < seconds(said) < 6
    assert any(said)


@espeak
def test_the_elder_modes_voice_takes_longer_for_the_same_words() -> None:
    engine = Synthesis(limit_s=30)
    usual, slow = (engine.samples("en", "Please wait here", slow=slow) for slow in (False, True))
    assert isinstance(usual, bytes)
    assert isinstance(slow, bytes)
    assert seconds(slow) > seconds(usual) * 1.1


def test_a_machine_without_the_engine_says_so() -> None:
    assert Synthesis(program="/nowhere/espeak-ng").samples("en", "hello") is SynthesisFailure.NO_ENGINE


def test_an_engine_that_hangs_is_ended_at_its_limit(tmp_path: Path) -> None:
    engine = Synthesis(program=program(tmp_path, "exec sleep 60"), limit_s=0.3)
    began = time.monotonic()
    assert engine.samples("en", "hello") is SynthesisFailure.TOO_SLOW
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("body", ["exit 1", "exit 0", "echo not a sound"])
def test_an_engine_that_gives_no_sound_is_a_failure_not_a_silence(tmp_path: Path, body: str) -> None:
    engine = Synthesis(program=program(tmp_path, body), limit_s=30)
    assert engine.samples("en", "hello") is SynthesisFailure.BROKEN
