"""An embedded city's tables are brought to this version by a process of its own, which ends with what that took.

Alembic and its templates would stay in memory for as long as the city runs: 13 MB on a machine that runs all of a hall.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from kiosk.city.database import Database, open_database
from kiosk.city.schema import newest_revision, number_of
from kiosk.operation.city.place import city_place
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.launcher.house import command
from kiosk.operation.protection import PARENT
from kiosk.operation.start import Start

_LIMIT_S = 60.0


def bring_up_apart(start: Start, program: Path) -> None:
    """The caller is the one process of this file. If it fails, the city meets the reason itself and tells it."""
    file = city_place(start.configuration, start.state)
    if not isinstance(file, Path) or not _is_due(file):
        return
    environment = {**os.environ, PARENT: str(os.getpid())}
    arguments, nothing = (*command(program, start), "city", "--bring-up"), subprocess.DEVNULL
    try:
        subprocess.run(arguments, env=environment, stdin=nothing, stderr=nothing, timeout=_LIMIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return


def bring_up(start: Start) -> int:
    """What that process does."""
    opened = open_database(city_place(start.configuration, start.state))
    if not isinstance(opened, Database):
        return ExitCode.FAILED
    opened.close()
    return ExitCode.GOOD


def _is_due(file: Path) -> bool:
    """Also for a file that is not there or cannot be read."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as connection:
            stored = connection.execute("select version_num from alembic_version").fetchone()
            return stored is None or number_of(str(stored[0])) < newest_revision()
    except (sqlite3.Error, ValueError):
        return True
