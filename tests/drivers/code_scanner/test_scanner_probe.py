"""What a technician sees: exit code, one sentence, and nothing of the code unless it was asked for."""

from __future__ import annotations

import argparse
import io
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from drivers.code_scanner import probe
from drivers.code_scanner.codec import EngineName
from tests.drivers.code_scanner.desk import CARE, TICKET
from tests.drivers.stage import Stage


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(probe, "Care", lambda shape: replace(CARE, shape=shape))
    yield


def probed(stage: Stage, *words: str) -> tuple[int, str]:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    probe.add_arguments(parser)
    given = parser.parse_args([*words, "--baud", "115200"])
    given.port = stage.port("code-scanner")
    out = io.StringIO()
    return probe.probe(given, out), out.getvalue()


def shown_soon(stage: Stage, text: str) -> threading.Timer:
    timer = threading.Timer(0.15, lambda: stage.do("show_code", text=text))
    timer.start()
    return timer


def test_a_code_is_told_by_its_kind_and_length_only(stage: Stage) -> None:
    stage.do("scanner_engine", engine="ssi")
    stage.do("show_code", text=TICKET)
    code, said = probed(stage, "--engine", "ssi")
    assert code == 0
    assert "qr" in said
    assert str(len(TICKET)) in said
    assert TICKET not in said


def test_what_stands_in_it_is_shown_when_asked_for(stage: Stage) -> None:
    timer = shown_soon(stage, TICKET)
    code, said = probed(stage, "--reveal", "--json")
    timer.join()
    assert (code, TICKET in said) == (0, True)


def test_a_plain_line_without_a_code_is_not_called_working(stage: Stage) -> None:
    code, said = probed(stage, "--wait", "0.2")
    assert code == 5
    assert "plain line proves no more" in said


def test_an_engine_of_another_make_is_silent(stage: Stage) -> None:
    stage.do("scanner_engine", engine="honeywell")
    said = io.StringIO()
    assert probe.probe_code_scanner(stage.port("code-scanner"), 0.1, False, False, said, EngineName.SSI, care=CARE) == 3
    assert "silent" in said.getvalue()


def test_a_wrong_suffix_is_named_as_what_it_may_be(stage: Stage) -> None:
    timer = shown_soon(stage, TICKET)
    code, said = probed(stage, "--suffix", "lf", "--wait", "5")
    timer.join()
    assert (code, "--suffix" in said) == (4, True)
