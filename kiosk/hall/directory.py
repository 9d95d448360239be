"""Who has joined and which nodes there are, as the second node has to know it.

Read when the register was written, and once a second for the addresses. A machine that joined is so known to the second
node with the next page: one that joins in the moment before the first node dies shall find the second open.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.hall.lan import Lan, nodes_of
from kiosk.trust.kept_values import FileProblem
from kiosk.trust.memberships import NodeAddress
from kiosk.trust.register import Device

OLD_S = 1.0


@dataclass(frozen=True, slots=True)
class Entries:
    """`mark` differs when anything else does."""

    devices: tuple[Device, ...]
    nodes: tuple[NodeAddress, ...]
    mark: str


class Directory:
    """What cannot be read now stays as it was."""

    def __init__(self, name: str, lan: Lan, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._name, self._lan, self._monotonic = name, lan, monotonic
        self._read_at = -OLD_S
        self._register: object = None
        self._entries = Entries((), (), "")

    def now(self) -> Entries:
        at, register = self._monotonic(), self._lan.register.mark()
        if register != self._register or at - self._read_at >= OLD_S:
            self._read_at, self._register = at, register
            self._entries = self._read() or self._entries
        return self._entries

    def _read(self) -> Entries | None:
        found = self._lan.register.read()
        if isinstance(found, FileProblem):
            return None
        nodes = tuple(nodes_of(self._name, self._lan))
        said = repr([[(one.digest, one.revoked_ms) for one in found.devices], nodes])
        return Entries(found.devices, nodes, hashlib.sha256(said.encode()).hexdigest())
