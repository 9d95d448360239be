"""`main.py quarantine`: the same answers from a node that runs and from the book of one that does not."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import main
from drivers.device_classes import schema
from kiosk.operation.book_door import BookDoor, ask_through
from kiosk.operation.command_line import parse
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.start import prepare_start
from kiosk.ports.ledger import Judgement, Verdict
from kiosk.ports.log import LogValue
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.quarantine import Quarantine
from offline_cache.quarantine_door import answer
from tests.offline_cache.invented import event


class Noted:
    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, LogValue]]] = []

    def event(self, name: str, /, **fields: LogValue) -> None:
        self.events.append((name, fields))

    def bug(self, where: str, error: BaseException) -> None:
        raise AssertionError(where) from error


def opened(state: Path) -> Opened:
    book = open_ledger(state / "hall" / "hall.sqlite")
    assert isinstance(book, Opened), book
    return book


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """Of a hall of which the city refused two events."""
    folder = tmp_path / "state"
    (folder / "run").mkdir(parents=True)
    book = opened(folder)
    HallLedger(book.file).append([event(n) for n in (1, 2, 3)])
    Outbox(book.file).acknowledge(3, [Verdict(f"e-{n}", Judgement.REJECTED, "unknown_kind:danced") for n in (1, 2)])
    book.file.close()
    yield folder


def asked(state: Path, *words: str, of: str = "hall") -> int:
    start = prepare_start(parse(["quarantine", *words, "--of", of, "--state", str(state)]), schema())
    return start if isinstance(start, ExitCode) else main.BUILDERS["quarantine"](start)


def test_a_hall_that_stands_is_asked_in_its_book(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(state, "list", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["event_id"], one["kind"], one["reason"]) for one in told["refused"]] == [
        ("e-1", "taken", "unknown_kind:danced"), ("e-2", "taken", "unknown_kind:danced"),
    ]  # fmt: skip
    assert asked(state, "discard", "e-1", "--why", "outdated", "--by", "zhou") == 0
    assert asked(state, "send-again", "--all", "--why", "mended", "--by", "zhou") == 0
    assert asked(state, "list") == 0
    out = capsys.readouterr().out
    assert (
        "e-2" in out and "is being sent again" in out and "zhou  discard  e-1  (unknown_kind:danced): outdated" in out
    )
    again = opened(state)
    assert [one.event_id for one in Outbox(again.file).owed(9).events] == ["e-2"]
    again.file.close()
    lines = [json.loads(line) for line in (state / "logs" / "quarantine.log").read_text().splitlines()]
    acted = [(line["act"], line["who"], line["why"]) for line in lines if line["event"] == "quarantine_acted"]
    assert acted == [("discard", "zhou", "outdated"), ("send_again", "zhou", "mended")]


def test_a_node_that_runs_does_it_itself(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, log, path = opened(state), Noted(), state / "run" / "hall-book.sock"
    door = BookDoor(path, lambda request: answer(Quarantine(book.file), request, log))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert asked(state, "discard", "e-1", "e-2", "--why", "told-elsewhere", "--by", "zhou") == 0
    assert Quarantine(book.file).count() == 0
    assert log.events == [("quarantine_acted", {"act": "discard", "count": 2, "who": "zhou", "why": "told_elsewhere"})]
    assert asked(state, "send-again", "e-1", "--why", "mended") == 1
    assert "Nothing was done" in capsys.readouterr().err
    assert ask_through(path, {"act": "dance", "ids": [], "who": "x", "why": "y"}) == {"failure": "bug"}
    door.close()
    assert (ask_through(path, {}), path.exists()) == (None, False)
    assert asked(state, "list") == 1, "the book is another process's"
    assert "try again" in capsys.readouterr().err
    book.file.close()


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("discard", "e-9", "--why", "outdated"), 1, "Not in quarantine"),
        (("discard", "--why", "outdated"), 2, "Name the events"),
        (("discard", "e-1", "--all", "--why", "outdated"), 2, "Name the events"),
        (("discard", "e-1", "--why", "outdated", "--by", "张三"), 2, "does not tell who acts"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_done(
    state: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert asked(state, *words) == code
    assert sentence in capsys.readouterr().err
    book = opened(state)
    assert Quarantine(book.file).count() == 2
    book.file.close()


def test_a_machine_without_such_a_book_gets_none_by_being_asked(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(state, "list", of="terminal") == 1
    assert "no book of a terminal" in capsys.readouterr().err
    assert not (state / "terminal").exists()
