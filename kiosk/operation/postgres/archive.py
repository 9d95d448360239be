"""Where a server's log goes, piece by piece, so that a backup can be brought to any moment after it was taken.

One folder for all servers of a city: pieces of different timelines have different names. A piece that is there already
counts as kept only when it is the same (PostgreSQL's manual, 26.3.1).
"""

from __future__ import annotations

import gzip
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.operation.postgres.owner import Owner

LONGEST_S = 60  # so much of the newest is at most not yet in the archive while something is written


def archiving(folder: Path) -> Mapping[str, str]:
    """Settings of a server that keeps its log there, packed."""
    place = f"{_word(folder)}/%f.gz"
    part = f"{_word(folder)}/.%f.part"
    kept = f"gzip -dc {place} | cmp -s - %p"
    keep = f"gzip -1c %p > {part} && sync {part} && mv {part} {place} && sync {_word(folder)}"
    command = f"if test -f {place}; then {kept}; else {keep}; fi"
    return {"archive_mode": "on", "archive_command": command, "archive_timeout": f"{LONGEST_S}s"}


@dataclass(frozen=True, slots=True)
class Until:
    """How far a restored server goes: to a moment (ISO 8601 with a zone), to a named point, or to the archive's end."""

    moment: str = ""
    point: str = ""

    def settings(self) -> Mapping[str, str]:
        if self.point:
            return {"recovery_target_name": self.point}
        # where this is read the server does not know the zone's name Z yet
        moment = self.moment.replace("Z", "+00")
        return {"recovery_target_time": moment, "recovery_target_inclusive": "on"} if moment else {}


ARCHIVES_END = Until()


def restoring(folder: Path, until: Until = ARCHIVES_END) -> Mapping[str, str]:
    """Settings of a server that comes out of a backup."""
    command = f"gzip -dc {_word(folder)}/%f.gz > %p"
    return {"restore_command": command, "recovery_target_action": "promote", **until.settings()}


def keep_histories(data: Path, archive: Path, owner: Owner) -> None:
    """Where this server's timelines branch off, into the archive. A server that came out of a backup archived nothing
    at that moment; without its history the next restore would begin the same timeline once more, with other contents.
    """
    for history in sorted((data / "pg_wal").glob("*.history")):
        kept = archive / f"{history.name}.gz"
        if not kept.exists():
            part = archive / f".{history.name}.part"
            with part.open("wb") as file:
                file.write(gzip.compress(history.read_bytes()))
                os.fsync(file.fileno())
            owner.take(part)
            part.rename(kept)


def _word(folder: Path) -> str:
    """For a shell, and for the server, to which % means something."""
    return shlex.quote(str(folder).replace("%", "%%"))
