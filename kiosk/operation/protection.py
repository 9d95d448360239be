"""What every process does before anything else: leave no memory behind, and not outlive its parent (Linux)."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import threading
import time

PARENT = "HALL_KIOSK_PARENT"  # the process number of whoever this process may not outlive
WATCH_S = 2.0

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4


def leave_no_memory_behind() -> None:
    """No core file, and no other process of this user may read our memory: it may hold a citizen's card."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def follow_parent(by: signal.Signals) -> None:
    """Ends this process by the signal when the parent named in the environment dies; at once if it is dead already.

    The kernel does it; the watch is for kernels that do not. The name is taken out of the environment, so that it
    does not reach our own children.
    """
    named = os.environ.pop(PARENT, "")
    if not named.isdigit():
        return
    _prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != int(named):
        os.kill(os.getpid(), signal.SIGKILL)
    threading.Thread(target=_watch, args=(int(named), by), name="parent-watch", daemon=True).start()


def _watch(parent: int, by: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_S)
    os.kill(os.getpid(), by)


def _prctl(option: int, value: int) -> None:
    """Linux's prctl; elsewhere nothing happens."""
    function = getattr(ctypes.CDLL(None), "prctl", None)
    if function is not None:
        function(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))
