"""Files of every earlier version are opened with all they hold; a file of a later version is left as it is."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.domain.ticket import PrintState
from kiosk.ports.ledger import Beginning, Judgement, LedgerFailure, Origin, Verdict
from offline_cache.cache import Cache
from offline_cache.change_rows import ENCRYPTED_KINDS
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import open_ledger
from offline_cache.outbox import Outbox
from offline_cache.schema import migrations
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, HOLDER

FIRST = Path(__file__).with_name("files") / "first_version.sql"  # as the first published version wrote it
IN_ORDER = (
    "own_stream", "tickets", "from_below", "from_above", "own_beginning", "own_letter", "bookings", "paper_asked",
    "gone_events", "quarantine_acts", "applied_before",
)  # fmt: skip
CITY_KEY = {"version": 1, "key": "a2V5LW9mLXRoZS1jaXR5LWludmVudGVkLTEyMzQ1Njc="}


def test_every_migration_is_known_here_in_its_order() -> None:
    with closing(Database(memory=True)) as empty:
        assert tuple(migration.name for migration in migrations.pending(empty)) == IN_ORDER


def a_file_of_the_first_version(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript(FIRST.read_text("utf-8"))
        file.execute("pragma journal_mode = wal")


def a_file_of_version(path: Path, count: int) -> set[str]:
    """With the rows of `FIRST` in the tables that there were; which are those with rows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("pragma journal_mode = wal")
        migrations.apply(Database(file), stop_before=IN_ORDER[count] if count < len(IN_ORDER) else None)
        there = {name for (name,) in file.execute("select name from sqlite_master where type = 'table'")}
        filled = set()
        for line in FIRST.read_text("utf-8").splitlines():
            into = re.match(r'INSERT INTO "(event|quarantine|intent|ticket|received|change)" VALUES(.*);', line)
            if into and into[1] in there:
                _insert(file, into[1], into[2])
                filled.add(into[1])
        return filled


def _insert(file: sqlite3.Connection, table: str, values: str) -> None:
    first = sqlite3.connect(":memory:")
    with closing(first):
        first.executescript(FIRST.read_text("utf-8"))
        names = ", ".join(row[1] for row in first.execute(f"pragma table_info({table})"))
    file.execute(f"insert into {table} ({names}) values {values}")  # noqa: S608


@pytest.mark.parametrize("count", range(1, len(IN_ORDER) + 1))
def test_a_file_of_each_earlier_version_is_found_whole(tmp_path: Path, count: int) -> None:
    path = tmp_path / "node.sqlite"
    filled = a_file_of_version(path, count)
    file = opened(path)
    try:
        events = HallLedger(file).load(DAY)
        assert [(seq, event.event_id) for seq, event in events] == [(n, f"e-{n}") for n in range(1, 5)]
        assert Outbox(file).backlog() == 4
        assert ("ticket" in filled) == (TerminalLedger(file).ticket("t-1") is not None)
        assert ("received" in filled) == (InboundStreams(file).position("terminal-1", "epoch-1") == 7)
        assert ("change" in filled) == (Cache(file).latest("catalogue") is not None)
    finally:
        file.close()


def test_the_file_of_the_first_published_version_keeps_everything_it_says(tmp_path: Path) -> None:
    path = tmp_path / "node.sqlite"
    a_file_of_the_first_version(path)
    file = opened(path)
    terminal, outbox, cache = TerminalLedger(file), Outbox(file), Cache(file)
    ticket = terminal.ticket("t-1")
    assert ticket is not None
    assert (ticket.view.label, ticket.print_state, ticket.code) == ("A017", PrintState.PRINTED, "HK1.body.mac")
    assert [(intent.request.ticket_id, intent.request.holder) for intent in terminal.open_intents()] == [
        ("t-2", HOLDER)
    ]
    assert outbox.owed(9).first_seq == 3
    assert list(outbox.quarantined()) == [Verdict("e-2", Judgement.REJECTED, "unknown_kind:danced")]
    key, catalogue = cache.latest("match_key"), cache.latest("catalogue")
    assert key is not None and catalogue is not None
    assert (key.body, catalogue.body) == (CITY_KEY, {"名": "目录"})
    assert HallLedger(file).origin() == Origin(Beginning.KEPT, settled=True)
    file.close()


def test_the_citys_key_that_an_earlier_version_stored_open_is_encrypted_from_the_first_start_on(tmp_path: Path) -> None:
    path = tmp_path / "node.sqlite"
    a_file_of_the_first_version(path)
    assert CITY_KEY["key"].encode() in path.read_bytes()
    opened(path).close()
    assert [name.name for name in tmp_path.iterdir() if CITY_KEY["key"].encode() in name.read_bytes()] == []


def test_a_file_that_could_not_give_pages_back_can_after_its_first_start(tmp_path: Path) -> None:
    path = tmp_path / "node.sqlite"
    a_file_of_the_first_version(path)
    file = opened(path)
    assert file.read(lambda db: db.execute("pragma auto_vacuum").fetchone()) == (2,)
    file.close()


LATER = """
import os, pathlib, signal, sys
from tests.offline_cache.conftest import opened
book = opened(pathlib.Path(sys.argv[1]))
mark = "insert into _sqlite_migrations (migration_set, name, applied_at) values ('ledger', 'of_a_later_year', '2031')"
book.write(lambda db: db.execute(mark))
os.kill(os.getpid(), signal.SIGKILL)
"""


def newer(path: Path) -> None:
    """What a later version leaves when it is killed: its mark is still in the WAL."""
    subprocess.run([sys.executable, "-c", LATER, str(path)], check=False)


@pytest.mark.parametrize("ended", ["killed", "cleanly"])
def test_a_file_of_a_later_version_is_refused_and_not_one_byte_of_it_changes(tmp_path: Path, ended: str) -> None:
    path = tmp_path / "node.sqlite"
    newer(path)
    if ended == "cleanly":
        with closing(sqlite3.connect(path)) as file:
            file.execute("pragma wal_checkpoint(truncate)")
    before = {part: Path(f"{path}{part}").read_bytes() for part in ("", "-wal") if Path(f"{path}{part}").exists()}
    assert len(before) == (2 if ended == "killed" else 1)
    assert open_ledger(path) is LedgerFailure.NEWER_VERSION
    assert open_ledger(path) is LedgerFailure.NEWER_VERSION, "and the file is not held"
    assert {part: Path(f"{path}{part}").read_bytes() for part in before} == before


def test_everything_that_only_entitled_nodes_get_is_encrypted_on_the_disk() -> None:
    from kiosk.sync.contract import KEY_KINDS

    assert KEY_KINDS <= ENCRYPTED_KINDS
