"""A feed's place in the book is fixed before a screen sees its line come up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from kiosk.hall.core.messages import CallKind
from kiosk.hall.core.telling import Member
from kiosk.hall.feeds import Feeds
from tests.hall.a_server import Served
from tests.hall.steps import signed_in, take
from tests.hall.test_feed import Ear, hall

__all__ = ["hall"]


def test_what_happens_once_the_line_is_up_is_heard_however_slowly_the_hall_begins(
    hall: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Feeds.read

    async def late(
        self: Feeds, member: Member, after: int | None, token: str = "", other_book: bool = False
    ) -> AsyncGenerator[bytes, None]:
        await asyncio.sleep(0.3)  # a machine that is busy elsewhere
        async for data in begun(self, member, after, token, other_book):
            yield data

    signed_in(hall)
    take(hall, "t-1")
    monkeypatch.setattr(Feeds, "read", late)
    with Ear(hall, "B1") as ear:
        ear.wait_for_line()
        hall.counter("3").call_next()
        assert ear.call().kind is CallKind.CALLED
