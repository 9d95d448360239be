"""The benchmark as a person calls it: every figure the issue of the product names is taken, told twice, and kept apart.

What the figures are is this machine's business; that nothing was given or called twice is the product's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.operation.benchmark.table import page, table

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"wish, p50", "reserve, p50", "commit, p50", "handing, p50", "render, p50", "wire, p50", "confirm, p50"}
GROUPS = {
    "first frame": {"median"},
    "memory": {"the terminal's window process", "hall", "city", "terminal, hall and city together"},
    "card to name": {"p95 beyond the wire"},
    "devices": {"watching them all while nothing happens"},
    "camera preview of 1280x720": {"the process that shows it", "frames drawn"},
    "render a ticket": {"as text, p99", "with a drawn name and code, p99"},
    "tap to last byte at the printer": {"at the window, p99 beyond the wire", "inside, p99 beyond the wire", *PARTS},
    "call to board": {"p99"},
}
LOAD = {f"numbers issued, {n} client{'s' if n > 1 else ''}" for n in (1, 8, 32)}
CALLS = {f"calls made, {n} counter{'s' if n > 1 else ''}" for n in (1, 8, 32)}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    own = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "main.py", "benchmark", "--quick", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout))


@pytest.mark.timeout(240)
def test_every_figure_is_taken_with_its_unit_and_how(told: dict[str, Any]) -> None:
    taken = {(figure["group"], figure["name"].strip()): figure for figure in told["figures"]}
    wanted = {(group, name) for group, names in GROUPS.items() for name in names}
    wanted |= {("hall under load", name) for name in LOAD | CALLS | {"bare SQLite commits"}}
    assert wanted - set(taken) == set()
    assert all(
        figure["value"] > 0 and figure["unit"] and figure["how"] for key, figure in taken.items() if key in wanted
    )


def test_nothing_was_given_or_called_twice_under_load(told: dict[str, Any]) -> None:
    twice = {figure["name"]: figure["value"] for figure in told["figures"] if "twice" in figure["name"]}
    assert len(twice) == 6
    assert set(twice.values()) == {0}


def test_the_table_and_the_page_tell_every_figure_and_every_goal(told: dict[str, Any]) -> None:
    shown, written = table(told), page(told)
    for figure in told["figures"]:
        assert figure["name"].strip() in shown
        assert figure["name"].strip() in written
    goals = [figure for figure in told["figures"] if figure["goal"]]
    assert len(goals) >= 16
    assert f"of {len(goals)} goals" in shown
    assert all(figure["reached"] in (True, False) for figure in goals)
