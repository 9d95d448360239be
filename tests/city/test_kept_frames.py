"""Nodes that begin their feeds one after the other read one page, as long as nothing is published meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from kiosk.city.held_feeds import HeldFeeds
from kiosk.city.publishing import publish
from kiosk.city.store import CityStore
from kiosk.sync.answers import NotNow
from kiosk.sync.callers import NODE, Caller
from kiosk.sync.pages import Page
from tests.city.house import House
from tests.city.running import HALL

NODE_BELOW = Caller("T1", NODE, HALL)


class Counted(CityStore):
    pages = 0

    async def page(self, caller: Caller, after: int, feed: str, limit: int) -> Page | NotNow:
        self.pages += 1
        return await super().page(caller, after, feed, limit)


def test_a_page_is_read_once_until_something_is_published_and_never_given_to_others(house: House) -> None:
    async def begins(store: Counted) -> None:
        feeds = HeldFeeds(store, store.bell)
        looks = [await feeds.look(NODE_BELOW, 0, "", 200) for _ in range(3)]
        assert store.pages == 1
        assert len({look.frame for look in looks}) == 1
        await store.write(lambda c: publish(c, HALL, "catalogue", "city", "next", {"version": "next"}, "staff"))
        after = await feeds.look(NODE_BELOW, 0, "", 200)
        assert store.pages == 2
        assert b'"next"' in after.frame and b'"next"' not in looks[0].frame
        entitled = await feeds.look(replace(NODE_BELOW, keys=True), 0, "", 200)
        assert store.pages == 3 and entitled.frame != after.frame

    store = Counted(house.database)
    asyncio.run(begins(store))
    store.close()
