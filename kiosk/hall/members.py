"""Whose token it is: one of this machine's own processes, a machine that joined, one that was sent away, or nobody's.

Digests are compared, so that time tells nothing about a token. Belongs to the servers' loop.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.hall.core.telling import Member, Role
from kiosk.ports.log import Log
from kiosk.sync.callers import Stranger
from kiosk.trust.kept_values import FileProblem, KeptValue
from kiosk.trust.register import Device, Register, digest_of

_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class Known:
    """`joined`: over the network, with a token of its own; its limits are counted by `digest`."""

    member: Member
    digest: str
    joined: bool


class Members:
    """`own` are the tokens of this machine's processes; they are good on its unencrypted loopback and nowhere else."""

    def __init__(self, own: Mapping[str, Member], register: KeptValue[Register] | None, log: Log) -> None:
        self._own = {digest_of(token): Known(member, digest_of(token), joined=False) for token, member in own.items()}
        self._register, self._log = register, log
        self._mark: object = None
        self._joined: dict[str, Known] = {}
        self._revoked: frozenset[str] = frozenset()
        self._gone: frozenset[str] = frozenset()
        self.seen_ms: dict[str, int] = {}
        self.refresh()

    def who(self, token: bytes, *, local: bool) -> Known | Stranger:
        digest = digest_of(token)
        known = self._own.get(digest) if local else None
        if known is not None:
            return known
        joined = self._joined.get(digest)
        if joined is None:
            self.refresh()  # it may have joined this moment
            joined = self._joined.get(digest)
        if joined is None:
            return Stranger.REVOKED if digest in self._revoked else Stranger.UNKNOWN
        self.seen_ms[f"{joined.member.role.value} {joined.member.id}"] = time.time_ns() // 1_000_000
        return joined

    def stands(self, digest: str) -> bool:
        return digest in self._joined

    def terminals(self) -> frozenset[str]:
        """Every terminal of the hall, of this machine and joined."""
        every = (*self._own.values(), *self._joined.values())
        return frozenset(known.member.id for known in every if known.member.role is Role.TERMINAL)

    def second(self) -> str:
        """The hall's second node; empty when there is none."""
        joined = tuple(self._joined.values())
        return next((known.member.id for known in joined if known.member.role is Role.STANDBY), "")

    def sent_away(self) -> frozenset[str]:
        """The digests that are good no longer, since the last call."""
        gone, self._gone = self._gone, frozenset()
        return gone

    def refresh(self) -> None:
        """Reads the register when it was changed."""
        if self._register is None or self._register.mark() == self._mark:
            return
        mark, found = self._register.mark(), self._register.read()
        if not isinstance(found, FileProblem):
            self._take(found.devices)
        elif mark != self._mark:
            self._log.event("register_unusable", reason=found.value)
        self._mark = mark

    def _take(self, devices: tuple[Device, ...]) -> None:
        before = frozenset(self._joined)
        known = [one for one in devices if one.role in _ROLES]
        self._joined = {one.digest: _known(one) for one in known if one.stands}
        self._revoked = frozenset(one.digest for one in known if not one.stands) - frozenset(self._joined)
        gone = before - frozenset(self._joined)
        for one in known:
            if one.digest in gone:
                self._log.event("machine_sent_away", role=one.role, id=f"{one.role}-{one.id}")
        self._gone |= gone


def _known(device: Device) -> Known:
    return Known(Member(_ROLES[device.role], device.id), device.digest, joined=True)
