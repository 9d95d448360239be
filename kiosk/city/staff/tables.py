"""The staff's tables: who may sign in, who is signed in, which channels may book, and what everybody did."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Table, Text

from kiosk.city.schema import flag, key, metadata, whole, words

staff = Table(
    "staff",
    metadata,
    key("name"),  # what they sign in with; no name of a person
    words("role"),
    words("hall"),  # empty: every hall
    words("password_hash"),
    flag("must_change"),  # a one-time password: good for choosing an own one only
    flag("disabled"),
    whole("tries"),  # since the last right password
    whole("locked_until_ms"),
    whole("made_ms"),
    words("made_by"),
)

staff_session = Table(
    "staff_session",
    metadata,
    key("token_hash"),  # SHA-256 of a random token
    words("name"),
    whole("began_ms"),  # when the password was given
    whole("expires_ms"),
    Index(None, "name"),
)

channel = Table(
    "channel",
    metadata,
    key("name"),  # a city's app, a telephone centre
    Column("token_hash", Text, nullable=False, unique=True),
    whole("made_ms"),
    words("made_by"),
    Column("revoked_ms", BigInteger),
)

# Nothing is ever changed or removed here: the migration adds triggers that refuse both.
staff_audit = Table(
    "staff_audit",
    metadata,
    key("audit_id"),  # begins with the time, so that its order is time's
    whole("at_ms"),
    words("who"),
    words("role"),
    words("act"),
    words("object"),
    words("hall"),
    words("outcome"),  # done, or why not
    Column("detail", JSON, nullable=False),
    Index(None, "hall", "audit_id"),
    Index(None, "who", "audit_id"),
)
