"""A technician asks the sound card: whether it takes what is played, why not, and whether a sentence was said."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import pytest

from drivers.probing import ProbeExit
from drivers.speaker.probe import probe, probe_speaker

PLAYS = "import sys; sys.stdin.buffer.read()"


def player(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", code)


def told(code: str, say: bool = False, as_json: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    return probe_speaker("hw:0", say, as_json, out, player(code)), out.getvalue()


def test_a_card_that_takes_what_is_played_works() -> None:
    exit_code, sentence = told(PLAYS)
    assert exit_code == ProbeExit.WORKS
    assert "hw:0 takes what is played" in sentence


@pytest.mark.parametrize(
    ("words", "expected", "said"),
    [
        ("cannot find card '0'", ProbeExit.WRONG_PORT, "There is no sound card hw:0"),
        ("Device or resource busy", ProbeExit.WRONG_PORT, "in use"),
        ("write error: Input/output error", ProbeExit.SILENT, "player_died"),
    ],
)
def test_each_failure_has_its_code_and_its_sentence(words: str, expected: ProbeExit, said: str) -> None:
    exit_code, sentence = told(f"import sys; sys.stdin.buffer.read(); sys.exit({words!r})")
    assert (exit_code, said in sentence) == (expected, True), sentence


def test_a_machine_without_aplay_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    out = io.StringIO()
    assert probe(argparse.Namespace(port="default", say=False, json=True), out) == ProbeExit.REPORTS_ERROR
    assert '"no_player"' in out.getvalue()


def test_a_sentence_that_a_player_swallows_at_once_was_not_said() -> None:
    """A real one takes as long as the sentence; this one is done in no time."""
    exit_code, sentence = told(PLAYS, say=True)
    assert exit_code == ProbeExit.REPORTS_ERROR
    assert "player_cut_short" in sentence


def test_there_is_no_virtual_voice_and_the_probe_says_what_its_port_is(tmp_path: Path) -> None:
    out = io.StringIO()
    assert probe_speaker(str(tmp_path / "virtual-devices" / "speaker"), False, False, out) == ProbeExit.WRONG_PORT
    assert "ALSA's name" in out.getvalue()
