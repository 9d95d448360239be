"""The city's rooms: every room's tables are imported here and every room's router is listed here, and nowhere else.

A new room adds its tables' module to the imports, its router to `ROUTERS`, and a revision file to `migrations/versions`
(`NNNN_word.py`, its `revision` being the file's name; the history is one line, so whoever comes second takes the next
number and names the other as `down_revision`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import APIRouter

from kiosk.city import following, tables  # noqa: F401  # their tables join the metadata
from kiosk.city.bookings import tables as booking_tables  # noqa: F401
from kiosk.city.bookings.room import bookings_room
from kiosk.city.bookings.slots import EFFECTS
from kiosk.city.fleet import tables as fleet_tables  # noqa: F401
from kiosk.city.fleet.room import fleet_room
from kiosk.city.held_feeds import HeldFeeds
from kiosk.city.outside import Outside
from kiosk.city.publications import tables as publication_tables  # noqa: F401
from kiosk.city.publications.api import publications_room
from kiosk.city.retention import tables as retention_tables  # noqa: F401
from kiosk.city.retention.room import retention_room
from kiosk.city.reviews import tables as review_tables  # noqa: F401
from kiosk.city.reviews.room import reviews_room
from kiosk.city.schema import metadata
from kiosk.city.staff import tables as staff_tables  # noqa: F401
from kiosk.city.staff.api import staff_room
from kiosk.city.staff.door import Door
from kiosk.city.staff_api import records_room
from kiosk.city.statistics import tables as statistic_tables  # noqa: F401
from kiosk.city.statistics.room import statistics_room
from kiosk.city.store import CityStore
from kiosk.ports.log import Log
from kiosk.sync.callers import Callers
from kiosk.sync.intake import sync_router

if TYPE_CHECKING:  # a city of one machine loads none of it
    from kiosk.city.lan import CityLan

__all__ = ["ROUTERS", "Parts", "metadata"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a room's router is made of. `store.read` and `store.write` run a function in one transaction; with `lan`
    halls may join from other machines."""

    store: CityStore
    callers: Callers
    log: Log
    outside: Outside = field(default_factory=Outside)
    lan: CityLan | None = None

    @property
    def door(self) -> Door:
        return Door(self.store, self.callers, self.outside.wall_ms)


def _sync(parts: Parts) -> APIRouter:
    return sync_router(parts.store, parts.callers, HeldFeeds(parts.store, parts.store.bell))


def _records(parts: Parts) -> APIRouter:
    return records_room(parts.door)


def _staff(parts: Parts) -> APIRouter:
    return staff_room(parts.door)


def _publications(parts: Parts) -> APIRouter:
    return publications_room(parts.door, EFFECTS)


def _bookings(parts: Parts) -> APIRouter:
    return bookings_room(parts.door, parts.outside, parts.log)


def _fleet(parts: Parts) -> APIRouter:
    return fleet_room(parts.door, parts.outside, parts.log)


def _reviews(parts: Parts) -> APIRouter:
    return reviews_room(parts.door, parts.outside, parts.log)


def _statistics(parts: Parts) -> APIRouter:
    return statistics_room(parts.door, parts.outside, parts.log)


def _retention(parts: Parts) -> APIRouter:
    return retention_room(parts.door, parts.outside, parts.log)


ROUTERS: tuple[Callable[[Parts], APIRouter], ...] = (
    _sync,
    _records,
    _staff,
    _publications,
    _bookings,
    _fleet,
    _reviews,
    _statistics,
    _retention,
)
