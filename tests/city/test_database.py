"""The city's file: its tables, its versions, and what happens to it."""

from __future__ import annotations

import re
import stat
import threading
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

import kiosk.city
from kiosk.city.database import Database, open_database
from kiosk.city.rooms import metadata
from kiosk.city.server import serve
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import NoLog
from kiosk.sync.serving import ServeFailure
from tests.city.running import City


def opened(path: Path) -> Database:
    database = open_database(path)
    assert isinstance(database, Database)
    return database


def test_the_migrations_make_exactly_the_tables_the_code_uses(tmp_path: Path) -> None:
    database = opened(tmp_path / "city.sqlite")
    differences = database.read(lambda connection: compare_metadata(MigrationContext.configure(connection), metadata))
    assert differences == []
    database.close()


def test_a_second_start_changes_nothing_of_the_file(tmp_path: Path) -> None:
    opened(tmp_path / "city.sqlite").close()
    before = (tmp_path / "city.sqlite").read_bytes()
    opened(tmp_path / "city.sqlite").close()
    assert (tmp_path / "city.sqlite").read_bytes() == before


def test_the_tables_can_be_made_on_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect)).strip().startswith("CREATE TABLE")


def test_only_one_file_knows_sqlite() -> None:
    folder = Path(kiosk.city.__file__).parent
    knowing = [
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"sqlite3|pragma|insert or |begin immediate|sqlalchemy\.dialects", path.read_text(), re.IGNORECASE)
    ]
    assert knowing == ["sqlite_engine.py"]


def test_a_file_for_its_owner_only(tmp_path: Path) -> None:
    opened(tmp_path / "state" / "city.sqlite").close()
    assert stat.S_IMODE((tmp_path / "state" / "city.sqlite").stat().st_mode) == 0o600


def test_a_damaged_file_is_left_for_a_person_to_judge(tmp_path: Path) -> None:
    path = tmp_path / "city.sqlite"
    path.write_bytes(b"\x17" * 8192)
    assert open_database(path) is LedgerFailure.DAMAGED
    assert path.read_bytes() == b"\x17" * 8192
    assert serve(path, {}, threading.Event(), lambda port: None, NoLog()) is LedgerFailure.DAMAGED


def test_a_place_that_cannot_be_written_is_an_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert open_database(tmp_path / "file" / "city.sqlite") is LedgerFailure.READ_ONLY
    (tmp_path / "folder.sqlite").mkdir()
    assert open_database(tmp_path / "folder.sqlite") is LedgerFailure.READ_ONLY


def test_a_port_that_is_taken_is_an_answer(city: City, tmp_path: Path) -> None:
    ended = serve(tmp_path / "second.sqlite", {}, threading.Event(), lambda port: None, NoLog(), "127.0.0.1", city.port)
    assert ended is ServeFailure.PORT_TAKEN
