"""Keeps a short blip of a cable from ending a citizen's session.

Only "gone" and "silent" after "it worked" are held back, and only for the debounce; what a device says about itself
(paper out, cover open, broken) and every return to work is told at once.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.ports.devices import DeviceState, DeviceStatus

_LOST = (DeviceState.NO_DEVICE, DeviceState.OFFLINE, DeviceState.POWER_OFF)
_NEVER_WORKED = (*_LOST, DeviceState.UNKNOWN, DeviceState.STARTING)


class SteadyStatus:
    """`debounce_s`: how long a device must be lost before anybody is told, seconds."""

    def __init__(self, debounce_s: float, first: DeviceStatus) -> None:
        self._debounce_s = debounce_s
        self._lost_since: float | None = None
        self.told = first

    def see(self, status: DeviceStatus, now_s: float) -> DeviceStatus | None:
        """The status to tell now, with its `since_ms`; None when there is nothing new to tell."""
        if not self._ripe(status, now_s) or self._same(status):
            return None
        self.told = replace(status, since_ms=int(now_s * 1000))
        return self.told

    def _ripe(self, status: DeviceStatus, now_s: float) -> bool:
        if status.device not in _LOST:
            self._lost_since = None
            return True
        if self._lost_since is None:
            self._lost_since = now_s
        return self.told.device in _NEVER_WORKED or now_s - self._lost_since >= self._debounce_s

    def _same(self, status: DeviceStatus) -> bool:
        return replace(status, since_ms=self.told.since_ms) == self.told
