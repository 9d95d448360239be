"""The moment that a batch waits: not longer than until all are back, not at all for one who asks alone."""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue

import pytest

from kiosk.hall import gathering
from kiosk.hall.gathering import Gathering

LONG_S = 20.0


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """So long that nobody mistakes its end for the others' coming."""
    monkeypatch.setattr(gathering, "LONGEST_S", LONG_S)


def after_a_batch_of(jobs: int, waiting: SimpleQueue[int]) -> Gathering:
    made = Gathering(waiting)
    made.done(jobs, time.monotonic() - 10 * LONG_S)
    return made


def took(made: Gathering) -> float:
    begun = time.monotonic()
    made.wait()
    return time.monotonic() - begun


@pytest.mark.usefixtures("patient")
def test_a_batch_waits_until_all_who_were_answered_ask_again_and_no_longer() -> None:
    waiting: SimpleQueue[int] = SimpleQueue()
    made = after_a_batch_of(3, waiting)  # the first of the next batch is taken already

    def come() -> None:
        for number in range(2):
            time.sleep(0.02)
            waiting.put(number)
            made.came()

    coming = threading.Thread(target=come)
    coming.start()
    assert took(made) < LONG_S / 2
    assert waiting.qsize() == 2
    coming.join()


@pytest.mark.usefixtures("patient")
def test_who_asks_alone_or_when_all_are_there_waits_for_nobody() -> None:
    waiting: SimpleQueue[int] = SimpleQueue()
    assert took(after_a_batch_of(1, waiting)) < LONG_S / 2
    waiting.put(1)
    assert took(after_a_batch_of(2, waiting)) < LONG_S / 2


def test_somebody_who_does_not_come_back_is_not_waited_for() -> None:
    made = after_a_batch_of(8, SimpleQueue())
    assert took(made) < LONG_S / 2
