"""Who has joined a node and by which codes somebody may, as values: tokens only as digests, codes only stretched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kiosk.domain.events import Moment

CODE_S = 600  # a code is good for so long
MOST_CODES = 20
_KEPT_REVOKED_MS = 400 * 86_400_000  # then a revoked token is only unknown


@dataclass(frozen=True, slots=True)
class Device:
    """One machine under one role and identity. `url` and `pins` are told by a node that serves others itself."""

    role: str
    id: str
    digest: str = field(repr=False)
    since_ms: int
    revoked_ms: int = 0
    url: str = ""
    pins: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        return not self.revoked_ms


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A code that nobody has used. It ends with its time and with this boot of the machine."""

    plate: str
    stretched: str = field(repr=False)
    role: str
    id: str
    boot_id: str
    until_mono_ms: int

    def stands(self, now: Moment) -> bool:
        return now.boot_id == self.boot_id and now.mono_ms < self.until_mono_ms


@dataclass(frozen=True, slots=True)
class Register:
    devices: tuple[Device, ...] = ()
    codes: tuple[OpenCode, ...] = ()
    version: int = 1

    def device(self, role: str, id: str) -> Device | None:
        """The one that stands under this role and identity."""
        return next((one for one in self.devices if one.stands and (one.role, one.id) == (role, id)), None)

    def code(self, plate: str, now: Moment) -> OpenCode | None:
        return next((one for one in self.codes if one.plate == plate and one.stands(now)), None)

    def offering(self, code: OpenCode, now: Moment) -> Register:
        """One open code for a role and identity; a new one ends the one before."""
        others = (one for one in self._open(now) if (one.role, one.id) != (code.role, code.id))
        return replace(self, codes=(*others, code)[-MOST_CODES:])

    def joined(self, device: Device, plate: str, now: Moment) -> Register:
        """The code is used up; a machine that had the place before is revoked."""
        before = self.without(device.role, device.id, now)
        codes = tuple(one for one in self._open(now) if one.plate != plate)
        return replace(before, devices=(*_kept(before.devices, now), device), codes=codes)

    def without(self, role: str, id: str, now: Moment) -> Register:
        gone = (replace(one, revoked_ms=max(1, now.wall_ms)) if _is(one, role, id) else one for one in self.devices)
        return replace(self, devices=tuple(gone))

    def _open(self, now: Moment) -> tuple[OpenCode, ...]:
        return tuple(one for one in self.codes if one.stands(now))


def digest_of(token: str | bytes) -> str:
    return hashlib.sha256(token.encode() if isinstance(token, str) else token).hexdigest()


def _is(device: Device, role: str, id: str) -> bool:
    return device.stands and (device.role, device.id) == (role, id)


def _kept(devices: Iterable[Device], now: Moment) -> tuple[Device, ...]:
    return tuple(one for one in devices if one.stands or now.wall_ms - one.revoked_ms < _KEPT_REVOKED_MS)
