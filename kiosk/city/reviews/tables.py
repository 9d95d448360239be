"""The tables of the bad reviews: a case for each, and every step with who, when and what was found."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from kiosk.city.schema import metadata

case = Table(
    "review_case",
    metadata,
    Column("ticket_id", Text, primary_key=True),  # 一次一评: a visit has one evaluation, so one case
    Column("hall", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("grade", Integer, nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("due", Text, nullable=False),  # ISO day: rectified by its end
    Column("state", Text, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Index(None, "hall", "state", "due"),
    Index(None, "hall", "ticket_id"),
)

step = Table(
    "review_step",
    metadata,
    Column("ticket_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("grade", Integer),  # of a follow-up
    Column("remark", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
