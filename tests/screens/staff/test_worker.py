"""Work that waits is done beside Qt's thread, one thing after the other, and its answers come back on Qt's thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread

from screens.staff.burial import bury
from screens.staff.worker import Failed, Worker
from tests.screens.looking import settle, until


class Page(QObject):
    """Takes answers, and notes on which thread they came."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.on_own_thread: list[bool] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)
        self.on_own_thread.append(QThread.currentThread() is self.thread())


@pytest.fixture
def worker(qapp: object) -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.close()
    bury(made)


def told_by(number: int) -> tuple[int, str]:
    return number, threading.current_thread().name


def test_answers_come_in_order_and_on_the_pages_thread(worker: Worker) -> None:
    page = Page()
    for number in range(5):
        worker.ask(partial(told_by, number), page.take)
    until(lambda: len(page.answers) == 5)
    assert page.answers == [(number, "test") for number in range(5)]
    assert all(page.on_own_thread)


def test_a_bug_in_the_work_is_an_answer_too(worker: Worker) -> None:
    page = Page()
    worker.ask(lambda: 1 // 0, page.take)
    until(lambda: page.answers == [Failed("ZeroDivisionError")])


def test_too_much_waiting_work_is_refused_and_not_kept_for_ever(worker: Worker) -> None:
    page, door = Page(), threading.Event()
    worker.ask(lambda: door.wait(10), page.take)
    taken = [worker.ask(lambda: 1, page.take) for _ in range(100)]
    assert not all(taken)
    door.set()
    until(lambda: len(page.answers) == 1 + sum(taken))


def test_no_answer_comes_after_the_end(worker: Worker) -> None:
    page, door = Page(), threading.Event()
    worker.ask(lambda: door.wait(10), page.take)
    threading.Timer(0.05, door.set).start()
    worker.close()
    settle()
    assert page.answers == []
