"""What a proof found, as a file: `build/proof/<name>.json`. `tests.proof.page` makes docs/proof.md from these files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.operation.benchmark.report import now, this_machine

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "proof"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a proof's table. `value` is what a person reads, with its unit."""

    name: str
    value: str | int | float
    how: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One run. `number` orders the page's sections; `what` says what was done and what would have failed it, in
    Markdown; `failures` is empty for a proof that held; `seconds` of wall time."""

    name: str
    number: int
    title: str
    command: str
    form: str  # short, long
    what: str
    seconds: float
    figures: Sequence[Figure]
    failures: Sequence[str] = ()


def ended(proof: Proof) -> int:
    """Stores and prints a run; the command's exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    report = {"schema": 1, "taken": now(), "machine": this_machine(), "source": source(), **asdict(proof)}
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{proof.name}.json").write_text(text, encoding="utf-8")
    for figure in proof.figures:
        print(f"  {figure.name:<58} {written(figure.value):>14}")
    for failure in proof.failures:
        print(f"FAILED: {failure}", file=sys.stderr)
    print(f"{proof.title}: {'failed' if proof.failures else 'held'} ({proof.seconds:.0f} s)", flush=True)
    return 1 if proof.failures else 0


def source() -> str:
    """The commit that runs, with a + when files differ from it; empty outside a repository."""
    found = _git("rev-parse", "--short", "HEAD")
    return f"{found}+" if found and _git("status", "--porcelain", "--untracked-files=no") else found


def _git(*asked: str) -> str:
    try:
        return subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True, timeout=20).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def written(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else value
