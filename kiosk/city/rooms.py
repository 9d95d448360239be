"""The city's rooms: every room's tables are imported here and every room's router is listed here, and nowhere else.

A new room adds its tables' module to the imports, its router to `ROUTERS`, and a revision file to `migrations/versions`
(`NNNN_word.py`, its `revision` being the file's name; the history is one line, so whoever comes second takes the next
number and names the other as `down_revision`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from kiosk.city import tables  # noqa: F401  # its tables join the metadata
from kiosk.city.held_feeds import HeldFeeds
from kiosk.city.schema import metadata
from kiosk.city.staff_api import staff_router
from kiosk.city.store import CityStore
from kiosk.ports.log import Log
from kiosk.sync.callers import Callers
from kiosk.sync.intake import sync_router

__all__ = ["ROUTERS", "Parts", "metadata"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a room's router is made of. `store.read` and `store.write` run a function in one transaction."""

    store: CityStore
    callers: Callers
    log: Log


def _sync(parts: Parts) -> APIRouter:
    return sync_router(parts.store, parts.callers, HeldFeeds(parts.store, parts.store.bell))


def _records(parts: Parts) -> APIRouter:
    return staff_router(parts.store, parts.callers)


ROUTERS: tuple[Callable[[Parts], APIRouter], ...] = (_sync, _records)
