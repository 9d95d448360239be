"""The tables of the bad reviews: a case for each, and every step with who, when and what was found."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from kiosk.city.schema import key, metadata, whole, words

case = Table(
    "review_case",
    metadata,
    key("ticket_id"),  # 一次一评: a visit has one evaluation, so one case
    words("hall"),
    words("day"),
    Column("grade", Integer, nullable=False),
    whole("opened_ms"),
    words("due"),  # ISO day: rectified by its end
    words("state"),
    Column("steps", Integer, nullable=False),
    whole("changed_ms"),
    Index(None, "hall", "state", "due"),
    Index(None, "hall", "ticket_id"),
)

step = Table(
    "review_step",
    metadata,
    key("ticket_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    words("kind"),
    words("outcome"),
    Column("grade", Integer),  # of a follow-up
    words("remark"),
    words("who"),
    whole("at_ms"),
)
