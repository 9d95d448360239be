"""What goes on around a node's file while it is used: the thread that looks after it, and the door for commands."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.operation.book_door import BookDoor
from kiosk.operation.start import Start
from kiosk.ports.clock import Clock
from kiosk.ports.log import Log
from offline_cache.configured import keeping, upkeep
from offline_cache.one_writer import LedgerFile
from offline_cache.quarantine_door import open_quarantine_door
from offline_cache.upkeep import Upkeep

__all__ = ["InUse", "in_use", "keeping"]


@dataclass(frozen=True, slots=True)
class InUse:
    """To be stopped before the file is closed."""

    care: Upkeep
    door: BookDoor | None

    def stop(self) -> None:
        if self.door is not None:
            self.door.close()
        self.care.stop()


def in_use(start: Start, name: str, file: LedgerFile, clock: Clock, log: Log) -> InUse:
    """`name`: terminal or hall."""
    return InUse(upkeep(start, name, file, clock, log), open_quarantine_door(start, name, file, log))
