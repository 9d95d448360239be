"""Becomes another program that dies with the one that started it, as an ordinary user.

Run as a script by its path, because whoever it becomes may not be able to read anything of ours:
`python -I guarded.py UID GID SIGNAL PARENT COMMAND…`. The signal is set after the user, because changing that clears it
(prctl(2), PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def become(uid: int, gid: int, signal: int, parent: int, command: list[str]) -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.chdir("/")
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal))
    if os.getppid() != parent:  # it ended before we could ask to be told
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  # no shell: a list of words


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:])
