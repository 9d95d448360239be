"""An embedded city stands on tables of this version and keeps nothing of what brought them there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kiosk.city.database import Database, open_database

ROOT = Path(__file__).resolve().parents[3]

FIRST_START = f"""
import sys
from pathlib import Path
from kiosk.operation.command_line import parse
from kiosk.operation.start import prepare_start
from drivers.device_classes import schema
start = prepare_start(parse(["--state", sys.argv[1], "city"]), schema())
from kiosk.operation.city import bringing_up
bringing_up.bring_up_apart(start, Path({str(ROOT / "main.py")!r}))
file = start.state.data("city") / "city.sqlite"
print(file.exists(), bringing_up._is_due(file), "alembic" in sys.modules)
"""


def test_the_first_start_makes_the_tables_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_START, str(tmp_path)], capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.stdout.split() == ["True", "False", "False"], done.stderr
    database = open_database(tmp_path / "city" / "city.sqlite")
    assert isinstance(database, Database)
    database.close()
