"""What a finger can have meant: a held key is one press, a stuck key and a flood are none. Pure; times are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from drivers.keypad.codec import Move, Stroke
from drivers.rate import Bound, Rate
from kiosk.ports.devices.keypad import PadKey


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """Seconds. `same_press`: the same key so soon again is a contact that bounces or a pad that repeats; `stuck`: held
    for longer it is stuck. `bound`: more keys than a hand can press."""

    same_press: float = 0.13
    stuck: float = 8.0
    bound: Bound = field(default_factory=lambda: Bound(codes=15, size=4096, calm_s=1.0))


class Pace:
    def __init__(self, limits: PaceLimits) -> None:
        self._limits = limits
        self._rate = Rate(limits.bound)
        self._key: PadKey | None = None  # the one that is down, or was last
        self._since = self._last = 0.0
        self._stuck = False

    def heard(self, size: int, now_s: float) -> None:
        """Bytes, whatever they mean."""
        self._rate.heard(size, now_s)

    def quiet(self) -> None:
        """Nothing came for a while that somebody listened: no key is down."""
        self._key, self._stuck = None, False

    def pressed(self, stroke: Stroke, now_s: float) -> PadKey | None:
        """The key if this is a new press of a pad that is well."""
        if stroke.move is Move.UP:
            return None
        same, since_last = stroke.key is self._key, now_s - self._last
        self._last = now_s
        if same and (self._stuck or stroke.move is Move.HELD or since_last < self._limits.same_press):
            self._stuck = self._stuck or now_s - self._since >= self._limits.stuck
            return None
        return self._new(stroke.key, now_s) if stroke.move is Move.DOWN else None

    def _new(self, key: PadKey, now_s: float) -> PadKey | None:
        self._key, self._since, self._stuck = key, now_s, False
        self._rate.code(now_s)
        return None if self._rate.flooding(now_s) else key

    def trouble(self, now_s: float) -> str:
        """`flooding`, `key_stuck`, or nothing."""
        if self._rate.flooding(now_s):
            return "flooding"
        return "key_stuck" if self._stuck else ""
