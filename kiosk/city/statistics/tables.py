"""The statistics' tables. Every row can be made again from the events, and a command compares."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Integer, Table

from kiosk.city.schema import flag, key, metadata, whole

statistic = Table(
    "statistic",
    metadata,
    key("hall"),
    key("day"),
    key("queue"),
    Column("hour", Integer, primary_key=True, autoincrement=False),  # of taking the number, 0–23; -1: not known
    Column("figures", JSON, nullable=False),
)

# Which days have to be counted again: an event may come three days late.
statistic_day = Table(
    "statistic_day",
    metadata,
    key("hall"),
    key("day"),
    flag("stale"),
    flag("over"),  # the hall has opened a later day
    whole("counted_ms"),
    Index(None, "stale"),
    Index(None, "day"),
)
