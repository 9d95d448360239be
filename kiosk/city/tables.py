"""The city's tables, keyed by hall. `event` is the truth; `ticket` and `evaluation` can be made from it again.

Written for PostgreSQL and SQLite alike: no column type, default or statement belongs to one of them.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Table, UniqueConstraint

from kiosk.city.schema import flag, key, metadata, whole, words

# `arrival` and `cursor` are counters: their row is locked by the transaction that takes a number from them, so numbers
# become visible in their order. A sequence or a clock would let a reader skip what commits late.
hall = Table(
    "hall",
    metadata,
    key("id"),
    words("feed"),  # the name of its change feed; another database, another name
    whole("cursor"),
    whole("arrival"),
)

secret = Table(
    "secret",
    metadata,
    key("kind"),  # match_key, ticket_key; door_pin, field_mark: by what a key is known that lies elsewhere
    key("hall"),  # empty: of the whole city
    Column("version", Integer, primary_key=True, autoincrement=False),
    words("value"),  # base64; of what a key is known by: hexadecimal
)

change = Table(
    "change",
    metadata,
    key("hall"),
    key("kind"),
    key("key"),
    whole("cursor"),
    words("version"),
    Column("body", JSON(none_as_null=True)),  # null: withdrawn
    words("source"),  # package, staff
    UniqueConstraint("hall", "cursor"),
)

stream = Table(
    "stream",
    metadata,
    key("node"),
    key("epoch"),
    words("hall"),
    whole("position"),  # the high-water mark; for ever
    whole("heard_ms"),
    Column("forgotten", BigInteger, nullable=False, server_default="0"),  # up to here only what was refused is kept
)

received = Table(
    "received",
    metadata,
    key("node"),
    key("epoch"),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    words("event_id"),
    words("judgement"),
    words("reason"),
)

event = Table(
    "event",
    metadata,
    key("event_id"),  # for ever: an event is applied once
    words("hall"),
    whole("arrival"),
    words("stream_node"),
    words("node"),
    words("kind"),
    words("day"),
    whole("wall_ms"),
    whole("mono_ms"),
    words("boot_id"),
    flag("trusted"),
    words("ticket_id"),
    Column("data", JSON, nullable=False),
    whole("received_ms"),
    UniqueConstraint("hall", "arrival"),
    Index(None, "hall", "day", "kind"),
    Index(None, "ticket_id"),
)

ticket = Table(
    "ticket",
    metadata,
    key("ticket_id"),
    words("hall"),
    words("day"),
    words("label"),
    words("queue"),
    words("item"),
    words("group"),
    words("name"),  # masked
    words("tail"),
    words("terminal"),
    words("state"),
    flag("confirmed"),
    words("paper"),
    whole("reprints"),
    words("counter"),
    words("clerk"),
    whole("calls"),
    whole("recalls"),
    whole("taken_ms"),
    whole("called_ms"),
    whole("started_ms"),
    whole("ended_ms"),
    whole("waited_ms"),
    whole("service_ms"),
    Index(None, "hall", "day", "ticket_id"),
)

evaluation = Table(
    "evaluation",
    metadata,
    key("ticket_id"),
    words("hall"),
    words("day"),
    whole("at_ms"),
    words("label"),
    words("queue"),
    words("item"),
    words("department"),
    words("region"),
    words("case_number"),  # empty: 无办件
    words("counter"),
    words("clerk"),
    words("channel"),
    words("outcome"),
    Column("grade", BigInteger),
    flag("bad_review"),
    Column("reasons", JSON, nullable=False),
    words("reasons_version"),
    words("text"),
    whole("seconds"),
    Index(None, "hall", "day", "ticket_id"),
)
