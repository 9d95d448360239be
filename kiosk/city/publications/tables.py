"""Every version of everything that the staff publish, and which one stands."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, Table

from kiosk.city.schema import key, metadata, whole, words

publication = Table(
    "publication",
    metadata,
    key("kind"),
    key("scope"),  # a hall; empty: the whole city
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 … of this kind and scope
    words("version"),  # what the body itself says
    Column("body", JSON, nullable=False),
    words("note"),
    whole("made_ms"),
    words("made_by"),
    Column("withdrawn_ms", BigInteger),
    words("withdrawn_by"),
)

publication_standing = Table(
    "publication_standing",
    metadata,
    key("kind"),
    key("scope"),
    Column("number", Integer, nullable=False),  # 0: none yet
    whole("since_ms"),
)
