"""Every version of everything that the staff publish, and which one stands."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, Table, Text

from kiosk.city.schema import metadata

publication = Table(
    "publication",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("scope", Text, primary_key=True),  # a hall; empty: the whole city
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … of this kind and scope
    Column("version", Text, nullable=False),  # what the body itself says
    Column("body", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("withdrawn_ms", BigInteger),
    Column("withdrawn_by", Text, nullable=False),
)

publication_standing = Table(
    "publication_standing",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("number", Integer, nullable=False),  # 0: none yet
    Column("since_ms", BigInteger, nullable=False),
)
