"""Tells the technician how the disk is, once for each change, and takes the reserve again when there is room."""

from __future__ import annotations

from kiosk.ports.log import Log
from offline_cache.disk_room import DiskRoom

_MB = 1 << 20


class DiskNotices:
    def __init__(self, room: DiskRoom, log: Log) -> None:
        self._room, self._log = room, log
        self._low = self._used = False

    def look(self) -> None:
        if self._room.was_given_back and not self._used:
            self._used = True
            self._log.event("disk_reserve_used")
        self._room.take()
        if self._room.is_low():
            self._tell_low()
        elif self._low or self._used:
            self._low = self._used = False
            self._log.event("disk_room_again", free_mb=self._free_mb())

    def _tell_low(self) -> None:
        if not self._low:
            self._low = True
            self._log.event("disk_low", free_mb=self._free_mb())

    def _free_mb(self) -> int:
        return self._room.free_bytes() // _MB
