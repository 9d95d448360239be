"""Every check in one go: lint, types, the import rule, the tests; and at the end, by name, what did not run.

`make test` calls it. With CI=true whatever did not run is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_RUN = ROOT / "build" / "not-run"
BIN = ROOT / ".venv" / "bin"

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    ("import rule", ("lint-imports", "--no-cache")),
    ("tests", ("pytest", "-n", "2", f"--junitxml={NOT_RUN / 'tests.xml'}")),
)
OFF_SCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


def run_step(name: str, command: tuple[str, ...]) -> bool:
    """Runs one tool with its own output; True when it found nothing wrong."""
    print(f"== {name}: {' '.join(command[:2])}", flush=True)
    began = time.monotonic()
    environment = {**os.environ, **OFF_SCREEN, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, check=False)
    print(f"== {name}: {'good' if done.returncode == 0 else 'NOT GOOD'} ({time.monotonic() - began:.0f} s)", flush=True)
    return done.returncode == 0


def skipped_tests(report: Path) -> list[str]:
    """The tests that pytest's own report calls skipped, each with its reason. An expected failure did run."""
    if not report.exists():
        return ["all tests: pytest left no report"]
    cases = ElementTree.parse(report).getroot().iter("testcase")  # noqa: S314  # our own pytest wrote it
    return [
        f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}"
        for case in cases
        for skip in case.findall("skipped")
        if skip.get("type") != "pytest.xfail"
    ]


def missing_packages(listed: Path) -> list[str]:
    return listed.read_text().splitlines() if listed.exists() else []


def closing_words(failed: list[str], not_run: list[str], strict: bool) -> tuple[str, int]:
    """What stands at the end, and the exit code: things that did not run fail a strict run only."""
    lines = [f"did not run: {line}" for line in not_run] or ["everything ran"]
    lines += [f"failed: {name}" for name in failed]
    return "\n".join(lines), 1 if failed or (strict and not_run) else 0


def main() -> int:
    NOT_RUN.mkdir(parents=True, exist_ok=True)
    (NOT_RUN / "tests.xml").unlink(missing_ok=True)
    failed = [name for name, command in STEPS if not run_step(name, command)]
    not_run = missing_packages(NOT_RUN / "packages.txt") + skipped_tests(NOT_RUN / "tests.xml")
    words, code = closing_words(failed, not_run, strict=os.environ.get("CI") == "true")
    print(words, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
