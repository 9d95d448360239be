"""The two commands on the city's machine: the first administrator, and statistics that follow from the events."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text, update

from kiosk.city.database import Database, open_database
from kiosk.city.event_rows import event_row
from kiosk.city.projecting import project
from kiosk.city.statistics.counting import count_again
from kiosk.city.statistics.tables import statistic
from kiosk.city.tables import event as event_table
from kiosk.city.tables import hall as hall_table
from kiosk.operation.city.commands import add_administrator, check_statistics
from kiosk.operation.exit_codes import ExitCode
from tests.city.grounds import FileGround
from tests.city.running import DAY, HALL, visit

MAIN = Path(__file__).resolve().parents[3] / "main.py"


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """A city's file with one hall's day, stored, folded and counted."""
    place = FileGround(tmp_path / "city").place
    database = open_database(place)
    assert isinstance(database, Database)

    def work(connection: Connection) -> None:
        connection.execute(insert(hall_table).values(id=HALL, feed="f", cursor=0, arrival=9))
        rows = [event_row(event, HALL, HALL, n, 1) for n, event in enumerate(visit(), 1)]
        connection.execute(insert(event_table), rows)
        project(connection, HALL, visit())
        count_again(connection, HALL, DAY, 1)

    database.write(work)
    database.close()
    return place


def test_an_administrator_is_added_once_and_the_password_is_printed_and_not_stored(tmp_path: Path) -> None:
    command = [sys.executable, str(MAIN), "--state", str(tmp_path), "city", "--add-administrator", "root.admin"]
    first = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert first.returncode == ExitCode.GOOD, first.stderr
    password = first.stdout.split()[-1]
    assert len(password) == 23 and "root.admin" in first.stdout
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode == ExitCode.FAILED and "taken" in second.stderr
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert password.encode() not in files and b"root.admin" in files


def test_a_name_that_nobody_could_sign_in_with_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, str(MAIN), "--state", str(tmp_path), "city", "--add-administrator", "Root Admin"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == ExitCode.WRONG_ARGUMENTS and "small letters" in done.stderr


def test_statistics_that_follow_from_the_events_are_said_to(counted: Path) -> None:
    out = io.StringIO()
    assert check_statistics(counted, "", "", out) == ExitCode.GOOD
    assert "days compared: 1, rows: 1" in out.getvalue()
    assert check_statistics(counted, "elsewhere", "", io.StringIO()) == ExitCode.GOOD


def test_a_figure_that_does_not_follow_is_named_and_the_code_is_one(counted: Path) -> None:
    database = open_database(counted)
    assert isinstance(database, Database)
    database.write(lambda c: c.execute(update(statistic).values(figures={"tickets": 7})))
    database.close()
    out = io.StringIO()
    assert check_statistics(counted, HALL, DAY, out) == ExitCode.FAILED
    assert f"{HALL} {DAY} household" in out.getvalue() and "tickets is 7, from the events 1" in out.getvalue()


def test_a_database_that_cannot_be_used_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damaged = tmp_path / "city.sqlite"
    damaged.write_bytes(b"\x17" * 8192)
    assert add_administrator(damaged, "root.admin") == ExitCode.FAILED
    assert check_statistics(damaged, "", "") == ExitCode.FAILED
    assert capsys.readouterr().err.count("damaged") == 2


def test_the_audit_says_that_the_machine_made_the_first_administrator(tmp_path: Path) -> None:
    place = FileGround(tmp_path / "city").place
    assert add_administrator(place, "root.admin", io.StringIO()) == ExitCode.GOOD
    database = open_database(place)
    assert isinstance(database, Database)
    rows = database.read(lambda c: c.execute(text("select who, act, object, outcome from staff_audit")).all())
    database.close()
    assert rows == [("machine", "staff_change", "root.admin", "done")]
