"""Beside the book stands that there was one, and which spare numbers it gave: what a lost or old book cannot know."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.domain.events import EventKind
from kiosk.domain.ticket import Reserved
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.ports.ledger import LedgerFailure
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import Opened, open_ledger
from tests.hall.a_server import Served, served
from tests.hall.steps import wish


@contextmanager
def running(folder: Path) -> Iterator[tuple[Served, Path]]:
    """A hall with its book in `folder`/hall and what stands beside it in `folder`/secrets."""
    opened = open_ledger(folder / "hall" / "hall.sqlite")
    assert isinstance(opened, Opened)
    beside = NumbersBeside.in_folder(folder / "secrets")
    with served(HallLedger(opened.file), InboundStreams(opened.file), beside=beside) as hall:
        yield hall, opened.file.path
    opened.file.close()


def number(hall: Served, ticket: str) -> str:
    answer = hall.terminal().reserve(wish(ticket))
    assert isinstance(answer, Reserved), answer
    return answer.ticket.label


def lose(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.mkdir()


def test_a_hall_that_never_had_a_book_gives_its_own_first_number(tmp_path: Path) -> None:
    with running(tmp_path) as (hall, _):
        assert number(hall, "t-1") == "A001"


def test_a_hall_whose_book_is_lost_gives_spare_numbers_and_lost_again_none_of_them_twice(tmp_path: Path) -> None:
    with running(tmp_path) as (_, path):
        pass
    given = []
    for ticket in ("t-1", "t-2"):
        lose(path)
        with running(tmp_path) as (hall, _):
            given.append(number(hall, ticket))
    assert given == ["A800", "A801"]


def test_an_old_book_under_a_doubt_of_its_own_hears_of_the_spare_numbers_since(tmp_path: Path) -> None:
    with running(tmp_path) as (hall, path):
        pass
    lose(path)
    with running(tmp_path) as (hall, _):
        assert number(hall, "t-1") == "A800"
    shutil.copytree(path.parent, tmp_path / "image")
    with running(tmp_path) as (hall, _):
        assert number(hall, "t-2") == "A801"
    shutil.rmtree(path.parent)
    shutil.copytree(tmp_path / "image", path.parent)
    with running(tmp_path) as (hall, _):
        assert number(hall, "t-3") == "A802"


def test_a_spare_number_that_cannot_be_written_down_beside_the_book_is_not_given(tmp_path: Path) -> None:
    class Full(NumbersBeside):
        def note(self, *what: Any) -> bool:
            return not any(event.kind is EventKind.RESERVED for event in what[2])

    opened = open_ledger(tmp_path / "hall.sqlite")
    assert isinstance(opened, Opened)
    beside = Full(NumbersBeside.in_folder(tmp_path)._kept, first=False)
    with served(HallLedger(opened.file), InboundStreams(opened.file), beside=beside) as hall:
        answer = hall.ask("POST", "/v1/tickets", json={"ticket_id": "t-1", "item": "ZW-001"})
        assert (answer.status_code, answer.json()["reason"]) == (503, LedgerFailure.BROKEN_DISK.value)
    opened.file.close()
