"""The staff's tables: who may sign in, who is signed in, which channels may book, and what everybody did."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table, Text

from kiosk.city.schema import metadata

staff = Table(
    "staff",
    metadata,
    Column("name", Text, primary_key=True),  # what they sign in with; no name of a person
    Column("role", Text, nullable=False),
    Column("hall", Text, nullable=False),  # empty: every hall
    Column("password_hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),  # a one-time password: good for choosing an own one only
    Column("disabled", Boolean, nullable=False),
    Column("tries", BigInteger, nullable=False),  # since the last right password
    Column("locked_until_ms", BigInteger, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("token_hash", Text, primary_key=True),  # SHA-256 of a random token
    Column("name", Text, nullable=False),
    Column("began_ms", BigInteger, nullable=False),  # when the password was given
    Column("expires_ms", BigInteger, nullable=False),
    Index(None, "name"),
)

channel = Table(
    "channel",
    metadata,
    Column("name", Text, primary_key=True),  # a city's app, a telephone centre
    Column("token_hash", Text, nullable=False, unique=True),
    Column("made_ms", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("revoked_ms", BigInteger),
)

# Nothing is ever changed or removed here: the migration adds triggers that refuse both.
staff_audit = Table(
    "staff_audit",
    metadata,
    Column("audit_id", Text, primary_key=True),  # begins with the time, so that its order is time's
    Column("at_ms", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("hall", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # done, or why not
    Column("detail", JSON, nullable=False),
    Index(None, "hall", "audit_id"),
    Index(None, "who", "audit_id"),
)
