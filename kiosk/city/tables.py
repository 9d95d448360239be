"""The city's tables, keyed by hall. `event` is the truth; `ticket` and `evaluation` can be made from it again.

Written for PostgreSQL and SQLite alike: no column type, default or statement belongs to one of them.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from kiosk.city.schema import metadata

# `arrival` and `cursor` are counters: their row is locked by the transaction that takes a number from them, so numbers
# become visible in their order. A sequence or a clock would let a reader skip what commits late.
hall = Table(
    "hall",
    metadata,
    Column("id", Text, primary_key=True),
    Column("feed", Text, nullable=False),  # the name of its change feed; another database, another name
    Column("cursor", BigInteger, nullable=False),
    Column("arrival", BigInteger, nullable=False),
)

secret = Table(
    "secret",
    metadata,
    Column("kind", Text, primary_key=True),  # match_key, ticket_key
    Column("hall", Text, primary_key=True),  # empty: of the whole city
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("value", Text, nullable=False),  # base64
)

change = Table(
    "change",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("cursor", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("body", JSON(none_as_null=True)),  # null: withdrawn
    Column("source", Text, nullable=False),  # package, staff
    UniqueConstraint("hall", "cursor"),
)

stream = Table(
    "stream",
    metadata,
    Column("node", Text, primary_key=True),
    Column("epoch", Text, primary_key=True),
    Column("hall", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("heard_ms", BigInteger, nullable=False),
)

received = Table(
    "received",
    metadata,
    Column("node", Text, primary_key=True),
    Column("epoch", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("judgement", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("event_id", Text, primary_key=True),  # for ever: an event is applied once
    Column("hall", Text, nullable=False),
    Column("arrival", BigInteger, nullable=False),
    Column("stream_node", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("wall_ms", BigInteger, nullable=False),
    Column("mono_ms", BigInteger, nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("ticket_id", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    UniqueConstraint("hall", "arrival"),
    Index(None, "hall", "day", "kind"),
    Index(None, "ticket_id"),
)

ticket = Table(
    "ticket",
    metadata,
    Column("ticket_id", Text, primary_key=True),
    Column("hall", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("name", Text, nullable=False),  # masked
    Column("tail", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("paper", Text, nullable=False),
    Column("reprints", BigInteger, nullable=False),
    Column("counter", Text, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("calls", BigInteger, nullable=False),
    Column("recalls", BigInteger, nullable=False),
    Column("taken_ms", BigInteger, nullable=False),
    Column("called_ms", BigInteger, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("ended_ms", BigInteger, nullable=False),
    Column("waited_ms", BigInteger, nullable=False),
    Column("service_ms", BigInteger, nullable=False),
    Index(None, "hall", "day", "ticket_id"),
)

evaluation = Table(
    "evaluation",
    metadata,
    Column("ticket_id", Text, primary_key=True),
    Column("hall", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("label", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("case_number", Text, nullable=False),  # empty: 无办件
    Column("counter", Text, nullable=False),
    Column("clerk", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("grade", BigInteger),
    Column("bad_review", Boolean, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("reasons_version", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("seconds", BigInteger, nullable=False),
    Index(None, "hall", "day", "ticket_id"),
)
