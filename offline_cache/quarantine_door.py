"""A book's quarantine for a command: through the door of the node that runs, or in the book of one that does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kiosk.operation.book_door import BookDoor
from kiosk.operation.quarantine import quarantine
from kiosk.operation.start import Start
from kiosk.ports.ledger import LedgerError, LedgerFailure, QuarantineAct
from kiosk.ports.log import Log
from offline_cache.configured import keeping
from offline_cache.ledger_file import open_ledger
from offline_cache.one_writer import LedgerFile
from offline_cache.quarantine import Quarantine

_ACTS_SHOWN = 50


def open_quarantine_door(start: Start, name: str, file: LedgerFile, log: Log) -> BookDoor | None:
    """While the book of that name is in use; None when the socket cannot be made, which the log says."""
    try:
        if count := Quarantine(file).count():
            log.event("quarantine_not_empty", count=count)
        return BookDoor(start.state.run / f"{name}-book.sock", lambda asked: answer(Quarantine(file), asked, log))
    except (OSError, LedgerError):
        log.event("book_door_closed")
        return None


def command(start: Start) -> int:
    """`main.py quarantine`."""
    log = start.log("quarantine")
    return quarantine(start, lambda name, asked: answer_standing(start, name, asked, log))


def answer_standing(start: Start, name: str, asked: Mapping[str, Any], log: Log) -> Mapping[str, Any]:
    """For a node that does not run: its book is opened, under its lock, and closed again. `name`: terminal or hall."""
    path = start.state.root / name / f"{name}.sqlite"
    if not path.exists():
        return {"failure": "no_book"}
    opened = open_ledger(path, start.configuration.limits.database_busy_ms, keeping(start, name))
    if isinstance(opened, LedgerFailure):
        return {"failure": opened.value}
    try:
        return answer(Quarantine(opened.file), asked, log)
    finally:
        opened.file.close()


def answer(refusals: Quarantine, asked: Mapping[str, Any], log: Log) -> Mapping[str, Any]:
    try:
        return _listed(refusals) if asked.get("act") == "list" else _acted(refusals, asked, log)
    except LedgerError as error:
        return {"failure": error.failure.value}


def _listed(refusals: Quarantine) -> Mapping[str, Any]:
    refused, acts = refusals.refused(), refusals.acts(_ACTS_SHOWN)
    return {"refused": [asdict(one) for one in refused], "acts": [asdict(one) for one in acts]}


def _acted(refusals: Quarantine, asked: Mapping[str, Any], log: Log) -> Mapping[str, Any]:
    act, who, why = QuarantineAct(asked["act"]), str(asked["who"]), str(asked["why"])
    ids = [str(one) for one in asked["ids"]]
    if asked.get("all") is True:
        ids = [one.event_id for one in refusals.refused() if act is QuarantineAct.DISCARD or not one.under_way]
    done = refusals.act(act, ids, who, why)
    if isinstance(done, LedgerFailure):
        return {"failure": done.value}
    if done:
        return {"failure": "unknown_event", "unknown": sorted(done)}
    if ids:
        log.event("quarantine_acted", act=act.value, count=len(set(ids)), who=who, why=why)
    return {"done": len(set(ids))}
