"""A terminal that starts on a bad morning: its book is held by somebody, damaged, or its disk is full."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from kiosk.operation.exit_codes import ExitCode
from offline_cache.ledger_file import Opened, open_ledger
from tests.faults.real_window import overwrite, real_window
from tests.faults.visiting import invented_number
from tests.journeys.whole_hall import ITEM, WholeHall, until, whole_hall

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHall]:
    """Nobody else's: its terminal's book is damaged."""
    with whole_hall(tmp_path_factory.mktemp("hall")) as house:
        yield house


def test_a_book_that_somebody_else_holds_is_waited_for_and_the_page_says_so(hall: WholeHall) -> None:
    held = open_ledger(hall.state.data("terminal") / "terminal.sqlite")
    assert isinstance(held, Opened)
    with real_window(hall) as terminal:
        terminal.window.read("本机暂时记不下")
        terminal.window.read("到窗口办理")
        assert terminal.has_logged("ledger_failed", reason="locked")["level"] == "error"
        held.file.close()
        terminal.wait_ready()
        terminal.window.tap(f"item-{ITEM}")
        terminal.window.see("card-type")


def test_a_damaged_book_is_put_aside_and_the_day_goes_on_with_no_number_twice(hall: WholeHall) -> None:
    book = hall.state.data("terminal") / "terminal.sqlite"
    with real_window(hall) as terminal:
        terminal.wait_ready()
        terminal.window.tap(f"item-{ITEM}")
        terminal.type_in(invented_number())
        terminal.window.tap("take")
        terminal.window.read("请取走凭证")
        until(lambda: "printed" in [event["kind"] for event in hall.events()], "the hall has heard of it")
    for path in book.parent.glob("terminal.sqlite*"):
        if path.suffix != ".lock":
            overwrite(path)
    with real_window(hall) as terminal:
        assert terminal.has_logged("ledger_moved_aside")["level"] == "error"
        terminal.wait_ready()
        assert [path for path in book.parent.iterdir() if ".damaged-" in path.name]
        terminal.window.tap(f"item-{ITEM}")
        terminal.type_in(invented_number())
        terminal.window.tap("take")
        terminal.window.read("请取走凭证")
    assert len(hall.labels()) == len(set(hall.labels())) == 2
    until(lambda: [event["kind"] for event in hall.events()].count("taken") == 2, "both are confirmed")
    assert sorted(hall.call_everybody()) == sorted(hall.labels())


def test_a_book_that_rots_under_the_window_ends_the_terminal_once_its_visitor_has_gone(hall: WholeHall) -> None:
    """The launcher starts again what ended with an error, and the start is what mends."""
    book = hall.state.data("terminal") / "terminal.sqlite"
    with real_window(hall) as terminal:
        terminal.wait_ready()
        terminal.window.tap(f"item-{ITEM}")
        terminal.window.see("card-type")
        with closing(sqlite3.connect(book)) as file:
            file.execute("pragma wal_checkpoint(truncate)")
            overwrite(book, 4096, book.stat().st_size - 4096)
            file.execute("pragma user_version = 7")  # what the others keep in memory is void now
        terminal.has_logged("ledger_failed", reason="damaged")
        time.sleep(1.5)  # longer than a beat of the core
        assert terminal.process.poll() is None, "somebody stands there"
        terminal.window.see("card-type")
        terminal.window.tap("footer-exit")
        assert terminal.process.wait(20) == ExitCode.FAILED
        assert terminal.has_logged("terminal_ended_by_its_book", reason="damaged")["level"] == "error"
    with real_window(hall) as terminal:
        assert terminal.has_logged("ledger_moved_aside")
        terminal.wait_ready()
        terminal.window.tap(f"item-{ITEM}")
        terminal.type_in(invented_number())
        terminal.window.tap("take")
        terminal.window.read("请取走凭证")
    assert len(hall.labels()) == len(set(hall.labels()))
