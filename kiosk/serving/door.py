"""The socket a server listens on, and what an operator has to know when there can be none."""

from __future__ import annotations

import errno
import socket
from enum import StrEnum

BACKLOG = 512


class DoorProblem(StrEnum):
    """Why nobody can listen there."""

    TAKEN = "taken"
    NOT_PERMITTED = "not_permitted"
    NOT_THIS_MACHINES = "not_this_machines"  # the address belongs to no interface of this machine
    OTHER = "other"


_PROBLEMS = {
    errno.EADDRINUSE: DoorProblem.TAKEN,
    errno.EACCES: DoorProblem.NOT_PERMITTED,
    errno.EPERM: DoorProblem.NOT_PERMITTED,
    errno.EADDRNOTAVAIL: DoorProblem.NOT_THIS_MACHINES,
}


class DoorError(OSError):
    """Nobody can listen at `host` and `port`. The world's, not the program's: it ends a role with a sentence."""

    def __init__(self, host: str, port: int, why: OSError) -> None:
        super().__init__(why.errno, why.strerror)
        self.host, self.port = host, port
        self.problem = _problem(why)


def _problem(why: OSError) -> DoorProblem:
    if isinstance(why, socket.gaierror):
        return DoorProblem.NOT_THIS_MACHINES
    return _PROBLEMS.get(why.errno or 0, DoorProblem.OTHER)


def listen_at(host: str, port: int) -> socket.socket:
    """A socket in which connections wait until somebody accepts them; port 0: any free one. Raises DoorError."""
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as why:
        raise DoorError(host, port, why) from why
