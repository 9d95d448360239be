"""`python main.py` with a wrong configuration: which key, where, what would be right; code 2, and nothing starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.whole_hall import ROOT

WRONG = {
    "[printer]\n": "there is no table",
    "[screen]\npage_seconds = 'long'\n": "page_seconds",
    "[screen]\npage_seconds = 1\n": "page_seconds",
    "[hall]\nlisten_host = 'no such place'\n": "listen_host",
    "[screen\n": "line 1",
}


@pytest.mark.parametrize("role", ["", "virtual-devices", "city", "board"])
@pytest.mark.parametrize("text", WRONG)
def test_nothing_starts_and_one_sentence_says_why(tmp_path: Path, role: str, text: str) -> None:
    (tmp_path / "kiosk.toml").write_text(text, "utf-8")
    command = [sys.executable, str(ROOT / "main.py"), "--state", str(tmp_path / "state"), *([role] if role else [])]
    quiet = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(command, cwd=tmp_path, env=quiet, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("kiosk.toml") and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert WRONG[text] in done.stderr
    assert not (tmp_path / "state").exists()
