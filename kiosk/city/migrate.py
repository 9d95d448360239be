"""Which version the city's tables have, and how they come to this program's, by the Alembic scripts in this package.

Alembic costs 11 MB of memory: it is loaded only when there is something to do.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from kiosk.city.failures import DatabaseFailure
from kiosk.city.schema import newest_revision, number_of

_SCRIPTS = Path(__file__).with_name("migrations")


def judge_tables(connection: Connection) -> DatabaseFailure | None:
    """Why this program cannot work with the tables as they are, or None."""
    stored, wanted = stored_revision(connection), newest_revision()
    if stored == wanted:
        return None
    return DatabaseFailure.TABLES_OLDER if stored < wanted else DatabaseFailure.TABLES_NEWER


def stored_revision(connection: Connection) -> int:
    """The number of the tables' version; 0 when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return 0
    found = connection.exec_driver_sql("select version_num from alembic_version").scalar()
    return number_of(str(found)) if found else 0


def bring_up(connection: Connection) -> None:
    """Within the caller's transaction, which is alone with the tables: every revision that is still to come."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
