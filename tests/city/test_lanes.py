"""Blocking work of the city waits in bounded lanes: nobody waits for ever, and nobody is forgotten."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from kiosk.city.lanes import Lane, StillRunning
from kiosk.sync.answers import Overloaded


def in_a_lane(lane: Lane, *works: Callable[[], object]) -> list[object]:
    async def crowd() -> list[object]:
        return list(await asyncio.gather(*(lane.run(work) for work in works)))

    try:
        return asyncio.run(crowd())
    finally:
        lane.close(wait=True)


def test_more_than_can_wait_is_told_to_come_again_and_the_others_are_served() -> None:
    hold = threading.Event()

    async def crowd() -> list[object]:
        lane = Lane("lane", 1, 64, 20, 20)
        waiting = [asyncio.create_task(lane.run(lambda: hold.wait(20))) for _ in range(80)]
        await asyncio.sleep(0)
        refused = [task.result() for task in waiting if task.done()]
        hold.set()
        await asyncio.gather(*waiting)
        lane.close(wait=True)
        return [refused, lane.inside, [task.result() for task in waiting].count(True)]

    assert asyncio.run(crowd()) == [[Overloaded()] * 16, 0, 64]


def test_whoever_waited_too_long_is_told_so_and_nothing_of_theirs_begins() -> None:
    begun: list[int] = []
    hold = threading.Event()
    answers = in_a_lane(
        Lane("lane", 1, 9, 0.05, 20), lambda: hold.wait(0.2), lambda: begun.append(1), lambda: begun.append(2)
    )
    assert answers == [False, Overloaded(), Overloaded()]
    assert begun == []


def test_work_that_takes_too_long_is_waited_for_no_longer_but_goes_on() -> None:
    done = threading.Event()
    lane = Lane("lane", 1, 9, 20, 0.05)

    def slow() -> None:
        threading.Event().wait(0.3)
        done.set()

    (answer,) = in_a_lane(lane, slow)
    assert isinstance(answer, StillRunning)
    assert done.is_set()


def test_a_mistake_in_the_work_reaches_whoever_asked() -> None:
    async def asked() -> str:
        lane = Lane("lane", 1, 9, 20, 20)
        try:
            await lane.run(lambda: 1 // 0)
        except ZeroDivisionError:
            return f"told, {lane.inside} inside"
        finally:
            lane.close(wait=True)
        return "silence"

    assert asyncio.run(asked()) == "told, 0 inside"
