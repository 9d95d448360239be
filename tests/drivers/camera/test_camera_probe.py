"""`main.py probe camera`, as a technician uses it."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

from drivers.camera.probe import add_arguments, probe
from tests.drivers.stage import Stage


def asked(port: str, *words: str, seconds: str = "1") -> tuple[int, dict[str, Any]]:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = io.StringIO()
    given = parser.parse_args([*words, "--wait", seconds], argparse.Namespace(port=port, json=True))
    return probe(given, out), json.loads(out.getvalue().splitlines()[-1])


def test_a_camera_that_works_tells_its_size_and_pace(stage: Stage) -> None:
    code, told = asked(stage.port("camera"))
    assert (code, told["width"], told["height"]) == (0, 1280, 720)
    assert told["frames_per_second"] > 1


def test_a_snapshot_is_written_where_it_was_asked_for(stage: Stage, tmp_path: Path) -> None:
    code, told = asked(
        stage.port("camera"), "--lens", "face", "--snapshot", str(tmp_path / "one.jpg"), "--rotation", "90"
    )
    assert (code, told["width"]) == (0, 720)
    assert Image.open(io.BytesIO((tmp_path / "one.jpg").read_bytes())).size == (720, 1280)


def test_an_empty_desk_is_told_as_one(stage: Stage, tmp_path: Path) -> None:
    stage.do("camera_show", scene="empty")
    code, told = asked(stage.port("camera"), "--page", str(tmp_path / "page.jpg"))
    assert (code, told["error"]) == (4, "no_page")
    assert not (tmp_path / "page.jpg").exists()


def test_a_code_is_told_without_what_stands_in_it(stage: Stage) -> None:
    stage.do("camera_show", scene="code", text="HK1.A017")
    code, told = asked(stage.port("camera"), "--code")
    assert (code, told) == (0, {"symbology": "qr", "characters": 8})


def test_a_picture_that_stands_still_is_no_camera_that_works(stage: Stage) -> None:
    stage.do("camera_freeze")
    code, told = asked(stage.port("camera"), seconds="20")
    assert (code, told["error"]) == (4, "frozen")
    assert "pull its plug" in told["sentence"]


def test_a_port_without_a_camera_is_a_wrong_port(tmp_path: Path) -> None:
    assert asked(str(tmp_path / "none")) == (
        2,
        {
            "error": "no_such_port",
            "sentence": f"There is no port {tmp_path}/none: is the device plugged in and on? probe list shows what is, "
            "and where.",
        },
    )
