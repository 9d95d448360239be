"""A clerk's key is answered once the second node has it too, as long as that keeps up."""

from __future__ import annotations

import asyncio
import time

from kiosk.hall.standby.keeping_up import HEARD_S, KeepingUp
from tests.hall.standby.test_duty import Seconds


def test_a_key_waits_until_the_second_node_asks_for_what_comes_behind_it() -> None:
    async def day() -> None:
        second = KeepingUp(Seconds())
        second.heard(6)
        waiting = asyncio.create_task(second.has(7))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        second.heard(7)
        assert await waiting

    asyncio.run(day())


def test_a_second_node_that_is_gone_delays_one_key_and_no_other() -> None:
    async def day() -> None:
        second = KeepingUp()
        second.heard(6)
        assert not await second.has(7)
        begun = time.monotonic()
        assert not await second.has(8)
        assert time.monotonic() - begun < 0.2
        second.heard(8)
        assert second.keeps_up

    asyncio.run(day())


def test_nobody_waits_for_a_second_node_that_was_not_heard_lately_or_never() -> None:
    async def day() -> None:
        now = Seconds()
        second = KeepingUp(now)
        assert not await second.has(1)
        second.heard(1)
        now.now += HEARD_S
        assert not await second.has(2)

    asyncio.run(day())
