"""What stays when the records of a day are gone: that they are, and how many there were."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Table, Text

from kiosk.city.schema import metadata

# A row for each day of which something was forgotten. From then on its statistics stand: they are never counted again.
forgotten_day = Table(
    "forgotten_day",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("visits_gone", Boolean, nullable=False),
    Column("evaluations_gone", Boolean, nullable=False),
    Column("looked_ms", BigInteger, nullable=False),
)

# Visits and evaluations are counted by the statistics already; bookings and cases are counted here as they go.
kept_count = Table(
    "kept_count",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # booking, case
    Column("state", Text, primary_key=True),  # the one it ended in
    Column("count", BigInteger, nullable=False),
)
