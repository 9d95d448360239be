"""The bookings' tables: slots with their quota, bookings, the little that is known of whose they are, and messages."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from kiosk.city.schema import flag, key, metadata, whole, words

# `taken` only ever changes by one statement that also asks whether there is room: that is why no slot is oversold.
slot = Table(
    "booking_slot",
    metadata,
    key("hall"),
    key("group"),
    key("day"),
    Column("start", Integer, primary_key=True, autoincrement=False),  # minutes after midnight
    Column("minutes", Integer, nullable=False),
    Column("quota", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    flag("set_by_hand"),  # the staff's own quota for this one slot outlives a new plan
    Index(None, "hall", "day"),
)

# One row a person, held while the person's limits are judged: two requests at once are judged one after the other.
person = Table(
    "booking_person",
    metadata,
    key("hash"),
    whole("seen_ms"),
)

booking = Table(
    "booking",
    metadata,
    key("booking_id"),
    words("hall"),
    words("group"),
    words("item"),
    words("day"),  # of the slot
    Column("start", Integer, nullable=False),
    whole("starts_ms"),
    whole("ends_ms"),
    words("hash"),  # keyed; empty when its time is over
    Column("key_version", Integer, nullable=False),
    words("name"),  # masked
    words("tail"),
    words("state"),
    words("by"),  # the channel, node or member of the staff
    words("ticket_id"),
    whole("made_ms"),
    whole("changed_ms"),
    flag("down"),  # it stands in the hall's feed
    Index(None, "hash", "day"),
    Index(None, "hall", "day", "booking_id"),
    Index(None, "down", "day"),
)

contact = Table(
    "booking_contact",
    metadata,
    key("booking_id"),
    words("phone"),  # sealed
    whole("keep_until_ms"),
    Index(None, "keep_until_ms"),
)

message = Table(
    "booking_message",
    metadata,
    key("booking_id"),
    key("template"),
    whole("due_ms"),  # the next try
    words("state"),  # waiting, sent, given_up, dropped
    Column("tries", Integer, nullable=False),
    words("reason"),
    Index(None, "state", "due_ms"),
)

suspension = Table(
    "booking_suspension",
    metadata,
    key("suspension_id"),
    words("hash"),
    words("reason"),
    words("begins"),
    words("ends"),
    words("state"),  # standing, lifted
    whole("made_ms"),
    words("appeal"),  # none, asked, granted, declined
    whole("appeal_ms"),
    words("appeal_reason"),  # a code
    words("judged_by"),
    whole("judged_ms"),
    Index(None, "hash"),
    Index(None, "appeal", "suspension_id"),
)
