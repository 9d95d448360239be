"""The bookings' room: its routes and what it does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from kiosk.city import following
from kiosk.city.bookings import checking_in, messages, retention, slots
from kiosk.city.bookings.api import Counter, add_for_people
from kiosk.city.bookings.asking import Asking
from kiosk.city.bookings.known_full import KnownFull
from kiosk.city.bookings.staff_api import add_for_staff
from kiosk.city.bookings.taking import Means
from kiosk.city.chores import Chore, chores_router
from kiosk.city.outside import Outside
from kiosk.city.publications.version_rows import halls_known
from kiosk.city.staff.door import Door
from kiosk.city.store import CityStore
from kiosk.ports.log import Log
from kiosk.ports.messages import MessageGateway
from kiosk.sync.answers import NotNow


def bookings_room(door: Door, outside: Outside, log: Log) -> APIRouter:
    """`/v1/bookings`, `/v1/halls/{hall}/slots`, `/v1/halls/{hall}/bookings`, `/v1/suspensions`."""
    means = Means(outside.field_keys, outside.gateway is not None and outside.field_keys is not None)
    asking = Asking(outside.admission)
    sender = Sender(door.store, outside) if means.sends and outside.gateway is not None else None

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        asking.close()
        if sender is not None:
            sender.close()

    router = door.router("/v1", "bookings")
    add_for_people(router, Counter(door, means, asking, KnownFull()))
    add_for_staff(router, door, means)
    whole = APIRouter(lifespan=life)
    whole.include_router(router)
    chores = _chores(door.store, outside.wall_ms) + ([Chore("messages", 1, sender.turn)] if sender else [])
    whole.include_router(chores_router(chores, outside, log))
    return whole


def _chores(store: CityStore, wall_ms: Callable[[], int]) -> list[Chore]:
    async def follow() -> bool | NotNow:
        now = wall_ms()
        take = lambda c, told: checking_in.take_events(c, told, now)  # noqa: E731
        work = lambda c: following.follow(c, checking_in.FOLLOWER, take)  # noqa: E731
        due = await store.read(lambda c: following.is_behind(c, checking_in.FOLLOWER))
        return await store.write(work) if due is True else due

    async def judge() -> bool | NotNow:
        halls = await store.read(halls_known)
        more = False
        for hall in halls if isinstance(halls, list) else ():
            done = await store.write(lambda c, h=hall: checking_in.judge_no_shows(c, h, wall_ms()))  # type: ignore[misc]
            if not isinstance(done, bool):
                return done
            more = more or done
        return more if isinstance(halls, list) else halls

    async def lay_out() -> bool | NotNow:
        late = await store.read(lambda connection: slots.behind(connection, wall_ms()))
        for hall in late if isinstance(late, list) else ():
            await store.write(lambda c, h=hall: slots.lay_out(c, h, wall_ms()))  # type: ignore[misc]
        return False if isinstance(late, list) else late

    async def clear() -> bool | NotNow:
        return await store.write(lambda connection: retention.clear_feed(connection, wall_ms()))

    async def forget() -> bool | NotNow:
        return await store.write(lambda connection: retention.forget(connection, wall_ms()))

    return [
        Chore("booking_check_ins", 1, follow),
        Chore("booking_no_shows", 30, judge),
        Chore("booking_slots", 30, lay_out),
        Chore("booking_feed", 30, clear),
        Chore("booking_retention", 60, forget),
    ]


class Sender:
    """Sends what is due, on a thread of its own: a slow gateway holds up nobody."""

    def __init__(self, store: CityStore, outside: Outside) -> None:
        assert outside.gateway is not None  # noqa: S101  the room is built so
        self._store = store
        self._outside = outside
        self._gateway: MessageGateway = outside.gateway
        self._thread = ThreadPoolExecutor(1, "city-messages")

    async def turn(self) -> bool | NotNow:
        now = self._outside.wall_ms()
        claimed = await self._store.write(lambda c: messages.claim(c, self._outside.field_keys, now))
        if not isinstance(claimed, list):
            return claimed
        loop = asyncio.get_running_loop()
        for one in claimed:
            failure = await loop.run_in_executor(self._thread, self._gateway.send, one.message)
            later = self._outside.wall_ms()
            note = lambda c, o=one, f=failure, n=later: messages.note_sent(c, o, f, n)  # noqa: E731
            noted = await self._store.write(note)
            if noted is not None:
                return noted
        return len(claimed) == messages.PART

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
