"""The statistics' tables. Every row can be made again from the events, and a command compares."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, Table, Text

from kiosk.city.schema import metadata

statistic = Table(
    "statistic",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("queue", Text, primary_key=True),
    Column("hour", Integer, primary_key=True, autoincrement=False),  # of taking the number, 0–23; -1: not known
    Column("figures", JSON, nullable=False),
)

# Which days have to be counted again: an event may come three days late.
statistic_day = Table(
    "statistic_day",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("stale", Boolean, nullable=False),
    Column("over", Boolean, nullable=False),  # the hall has opened a later day
    Column("counted_ms", BigInteger, nullable=False),
    Index(None, "stale"),
    Index(None, "day"),
)
