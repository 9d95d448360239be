"""A process that was stopped knows it; one that only waited does not take that for a pause."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

_WATCHED = """
import sys, time
from tests.proof import pauses
pauses.STOPPED_S = 0.6
watched = pauses.Pauses()
print(watched.one_since(), flush=True)
sys.stdin.readline()
print(watched.one_since(), flush=True)
print(watched.one_since(), flush=True)
"""


def test_a_pause_of_the_whole_process_is_noticed_and_told_once() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WATCHED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        assert process.stdout.readline() == "False\n"
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(1.2)
        os.kill(process.pid, signal.SIGCONT)
        process.stdin.write("\n")
        process.stdin.flush()
        assert [process.stdout.readline(), process.stdout.readline()] == ["True\n", "False\n"]
