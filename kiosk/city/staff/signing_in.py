"""The sign-in's shell: passwords are compared on a thread of their own, a few at a time, between two transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kiosk.city.refusals import Refused
from kiosk.city.staff.passwords import hashed, matches
from kiosk.city.staff.sessions import Session, Try, begin_try, end_try
from kiosk.city.store import CityStore
from kiosk.sync.answers import NotNow, Overloaded

T = TypeVar("T")

_WAITING = 32  # some two seconds of work; more are asked to come again


class Passwords:
    """Belongs to one event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "city-password")
        self._waiting = 0

    async def hash(self, password: str) -> str | Overloaded:
        return await self._run(lambda: hashed(password))

    async def right(self, password: str, stored: str) -> bool | Overloaded:
        return await self._run(lambda: matches(password, stored))

    async def _run(self, work: Callable[[], T]) -> T | Overloaded:
        if self._waiting >= _WAITING:
            return Overloaded(2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._thread.shutdown()


async def sign_in(
    store: CityStore, passwords: Passwords, name: str, password: str, wall_ms: Callable[[], int]
) -> Session | Refused | NotNow:
    now = wall_ms()
    tried = await store.write(lambda connection: begin_try(connection, name, now))
    if not isinstance(tried, Try):
        return tried
    right = await passwords.right(password, tried.stored)
    if isinstance(right, Overloaded):
        return right
    again = wall_ms()
    return await store.write(lambda connection: end_try(connection, tried, right, again))
