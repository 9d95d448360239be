"""The city's file: its tables, its versions, and what happens to it."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

import kiosk.city
from kiosk.city.database import Database, Place, open_database
from kiosk.city.failures import DatabaseFailure
from kiosk.city.rooms import metadata
from kiosk.city.schema import newest_revision, number_of
from kiosk.city.server import serve
from kiosk.ports.ledger import LedgerFailure
from kiosk.ports.log import NoLog
from kiosk.serving.door import DoorError, DoorProblem
from tests.city.grounds import Ground
from tests.city.running import City


def opened(place: Place) -> Database:
    database = open_database(place)
    assert isinstance(database, Database)
    return database


def test_the_migrations_make_exactly_the_tables_the_code_uses(ground: Ground) -> None:
    database = opened(ground.place)
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


def test_only_files_of_its_name_know_sqlite() -> None:
    folder = Path(kiosk.city.__file__).parent
    knowing = [
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"sqlite3|pragma|insert or |begin immediate|sqlalchemy\.dialects", path.read_text(), re.IGNORECASE)
    ]
    assert sorted(knowing) == ["sqlite_engine.py", "sqlite_life.py"]


def test_only_files_of_its_name_know_the_server() -> None:
    folder = Path(kiosk.city.__file__).parent
    knowing = [path.name for path in folder.rglob("*.py") if re.search(r"psycopg|pg_\w+\(", path.read_text())]
    assert [name for name in sorted(knowing) if not name.startswith("postgres_")] == []


def test_the_revisions_are_one_line_and_each_file_has_its_revisions_name() -> None:
    scripts = ScriptDirectory(str(Path(kiosk.city.__file__).with_name("migrations")))
    revisions = list(scripts.walk_revisions())
    numbers = [number_of(one.revision) for one in revisions]
    assert numbers == list(range(newest_revision(), 0, -1))
    for one in revisions:
        assert Path(one.path).stem == one.revision or one.revision == "0001"


def test_alembic_is_loaded_only_when_a_migration_is_due(tmp_path: Path) -> None:
    place = tmp_path / "city.sqlite"
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from kiosk.city.database import Database, open_database\n"
        "from kiosk.city import server\n"
        f"assert isinstance(open_database(Path({str(place)!r})), Database)\n"
        "print('alembic' in sys.modules, 'psycopg' in sys.modules, 'sqlite3' in sys.modules)\n"
    )
    said = [subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in "12"]
    assert [one.stdout.split() for one in said] == [["True", "False", "True"], ["False", "False", "True"]]


def test_tables_of_a_newer_version_are_left_alone(ground: Ground) -> None:
    database = opened(ground.place)
    database.write(lambda c: c.exec_driver_sql("update alembic_version set version_num = '9999_later'"))
    database.close()
    assert open_database(ground.place) is DatabaseFailure.TABLES_NEWER


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


def test_a_port_that_is_taken_is_told_with_its_number(city: City, tmp_path: Path) -> None:
    with pytest.raises(DoorError) as told:
        serve(tmp_path / "second.sqlite", {}, threading.Event(), lambda port: None, NoLog(), "127.0.0.1", city.port)
    assert (told.value.problem, told.value.port) == (DoorProblem.TAKEN, city.port)
