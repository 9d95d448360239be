"""A helper that hangs beyond every kill holds nobody up; one that answers is heard whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from drivers.children import NotRun, Programs, Ran

SOON_S = 20.0  # a busy machine; what must not happen takes minutes


def test_a_program_is_heard_to_its_end_with_its_code_and_its_words() -> None:
    says = "import sys; sys.stdout.write(sys.stdin.read()[::-1]); sys.stderr.write('odd'); sys.exit(3)"
    assert Programs().run((sys.executable, "-I", "-c", says), b"abc", 60.0) == Ran(3, b"cba", b"odd")


def test_one_that_hangs_in_the_kernel_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a sound card's driver makes a player hang: no signal ends it."""
    hanging: list[int] = []
    monkeypatch.setattr(subprocess.Popen, "kill", lambda child: hanging.append(child.pid))
    began = time.monotonic()
    assert Programs().run(("sleep", "600"), b"", 0.1) is NotRun.LATE
    assert time.monotonic() - began < SOON_S
    monkeypatch.undo()
    os.kill(hanging[0], signal.SIGKILL)
    os.waitpid(hanging[0], 0)


def test_a_child_of_its_own_that_keeps_its_pipes_open_holds_nobody_up(tmp_path: Path) -> None:
    kept = tmp_path / "pid"
    began = time.monotonic()
    assert Programs().run(("sh", "-c", f"sleep 600 & echo $! > {kept}; wait"), b"", 1.0) is NotRun.LATE
    assert time.monotonic() - began < SOON_S
    os.kill(int(kept.read_text()), signal.SIGKILL)


def test_what_was_closed_begins_nothing_more_and_what_nobody_wants_is_not_begun(tmp_path: Path) -> None:
    programs, unwanted, mark = Programs(), threading.Event(), tmp_path / "begun"
    unwanted.set()
    assert programs.run(("touch", str(mark)), b"", 60.0, unwanted) is NotRun.UNWANTED
    programs.close()
    assert programs.run(("touch", str(mark)), b"", 60.0) is NotRun.UNWANTED
    assert not mark.exists()
