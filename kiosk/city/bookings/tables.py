"""The bookings' tables: slots with their quota, bookings, the little that is known of whose they are, and messages."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from kiosk.city.schema import metadata

# `taken` only ever changes by one statement that also asks whether there is room: that is why no slot is oversold.
slot = Table(
    "booking_slot",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("group", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("start", Integer, primary_key=True, autoincrement=False),  # minutes after midnight
    Column("minutes", Integer, nullable=False),
    Column("quota", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("set_by_hand", Boolean, nullable=False),  # the staff's own quota for this one slot outlives a new plan
    Index(None, "hall", "day"),
)

# One row a person, held while the person's limits are judged: two requests at once are judged one after the other.
person = Table(
    "booking_person",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
)

booking = Table(
    "booking",
    metadata,
    Column("booking_id", Text, primary_key=True),
    Column("hall", Text, nullable=False),
    Column("group", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("day", Text, nullable=False),  # of the slot
    Column("start", Integer, nullable=False),
    Column("starts_ms", BigInteger, nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),  # keyed; empty when its time is over
    Column("key_version", Integer, nullable=False),
    Column("name", Text, nullable=False),  # masked
    Column("tail", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("by", Text, nullable=False),  # the channel, node or member of the staff
    Column("ticket_id", Text, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("down", Boolean, nullable=False),  # it stands in the hall's feed
    Index(None, "hash", "day"),
    Index(None, "hall", "day", "booking_id"),
    Index(None, "down", "day"),
)

contact = Table(
    "booking_contact",
    metadata,
    Column("booking_id", Text, primary_key=True),
    Column("phone", Text, nullable=False),  # sealed
    Column("keep_until_ms", BigInteger, nullable=False),
    Index(None, "keep_until_ms"),
)

message = Table(
    "booking_message",
    metadata,
    Column("booking_id", Text, primary_key=True),
    Column("template", Text, primary_key=True),
    Column("due_ms", BigInteger, nullable=False),  # the next try
    Column("state", Text, nullable=False),  # waiting, sent, given_up, dropped
    Column("tries", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Index(None, "state", "due_ms"),
)

suspension = Table(
    "booking_suspension",
    metadata,
    Column("suspension_id", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("state", Text, nullable=False),  # standing, lifted
    Column("made_ms", BigInteger, nullable=False),
    Column("appeal", Text, nullable=False),  # none, asked, granted, declined
    Column("appeal_ms", BigInteger, nullable=False),
    Column("appeal_reason", Text, nullable=False),  # a code
    Column("judged_by", Text, nullable=False),
    Column("judged_ms", BigInteger, nullable=False),
    Index(None, "hash"),
    Index(None, "appeal", "suspension_id"),
)
