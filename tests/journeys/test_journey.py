"""The whole chain with its windows, as `make run` plays it without a display: every claim of the journey holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ("terminal-home", "terminal-card", "terminal-check", "terminal-ticket", "terminal-take-card", "caller")
MORE = ("board", "evaluator", "evaluator-reasons", "evaluator-thanks", "paper")


@pytest.mark.timeout(300)
def test_a_citizen_goes_the_whole_way_on_real_windows_wires_and_databases(tmp_path: Path) -> None:
    out = tmp_path / "journey"
    own = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "main.py", "journey", "--pace", "fast", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told = json.loads((out / "journey.json").read_text("utf-8"))
    assert told["held"] and told["schema"] == 1 and not told["failure"]
    assert {check["held"] for check in told["checks"]} == {True}
    assert all((out / f"{name}.png").stat().st_size > 2000 for name in PICTURES + MORE)
    assert told["label"] in json.dumps(told["printer"], ensure_ascii=False)
    assert {event["kind"] for event in told["hall"]["event"]} <= {event["kind"] for event in told["city"]["event"]}
    assert "Traceback" not in done.stderr and "TypeError" not in done.stderr
