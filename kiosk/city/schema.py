"""The one metadata that every room's tables belong to, and the version of the tables that this program is made for.

A room keeps its tables in a module of its own, which takes `metadata` from here and is named in `kiosk.city.rooms`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import BigInteger, Boolean, Column, MetaData, Text

REVISIONS = Path(__file__).with_name("migrations") / "versions"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> Column[str]:
    """Part of the primary key."""
    return Column(name, Text, primary_key=True)


def words(name: str) -> Column[str]:
    """Always there; empty: none."""
    return Column(name, Text, nullable=False)


def whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def number_of(revision: str) -> int:
    """The number of a revision, which is called NNNN_word."""
    return int(revision.partition("_")[0])


def newest_revision() -> int:
    """The number of the last revision in this package: what the tables have to be at."""
    return max(number_of(path.stem) for path in REVISIONS.glob("[0-9]*.py"))
