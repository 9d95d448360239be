"""The fleet's tables: halls and terminals as registered, codes to enrol them, how each node is, and what is wrong."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table, Text, false

from kiosk.city.schema import metadata

place = Table(
    "hall_place",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("address_zh", Text, nullable=False),  # of the hall: a public place
    Column("address_en", Text, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
)

terminal = Table(
    "terminal",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("terminal", Text, primary_key=True),
    Column("place_zh", Text, nullable=False),
    Column("place_en", Text, nullable=False),
    Column("machine", Text, nullable=False),  # 1 in 1号机
    Column("made_ms", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("retired_ms", BigInteger),
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    Column("code_id", Text, primary_key=True),
    Column("plate", Text, nullable=False),  # which code it is; no secret
    Column("stretched", Text, nullable=False),
    Column("tries", BigInteger, nullable=False),
    Column("hall", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger),
    Column("revoked_ms", BigInteger),
    Index(None, "hall", "code_id"),
)

joined_node = Table(
    "joined_node",
    metadata,
    Column("digest", Text, primary_key=True),  # of its token
    Column("hall", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("code_id", Text, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger),
    Index(None, "hall", "role", "node"),
)

# One row a node, changed by every heartbeat; there is no row a beat. `wrong` is compared by the beat's own statement.
node = Table(
    "node_state",
    metadata,
    Column("hall", Text, primary_key=True),
    Column("node", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("heard_ms", BigInteger, nullable=False),  # by the city's clock
    Column("at_ms", BigInteger, nullable=False),  # by the node's
    Column("version", Text, nullable=False),
    Column("backlog", BigInteger, nullable=False),
    Column("quarantine", BigInteger, nullable=False),
    Column("clock_trusted", Boolean, nullable=False),
    Column("devices", JSON, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("wrong", Text, nullable=False),  # reasons of its open alarms, sorted, with commas
    Column("uptime_s", BigInteger, nullable=False, server_default="0"),
    Column("disk_megabytes", BigInteger),  # null: not known
    Column("last_error", Text, nullable=False, server_default=""),
    Column("last_error_ms", BigInteger, nullable=False, server_default="0"),
    Column("ended", Boolean, nullable=False, server_default=false()),
    Column("serves", Boolean, nullable=False, server_default=false()),  # of a hall's nodes
    Index(None, "heard_ms"),
)

alarm = Table(
    "alarm",
    metadata,
    Column("alarm_id", Text, primary_key=True),
    Column("hall", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("raised_ms", BigInteger, nullable=False),
    Column("cleared_ms", BigInteger),
    Column("acknowledged_ms", BigInteger),
    Column("acknowledged_by", Text, nullable=False),
    Index(None, "hall", "cleared_ms"),
    Index(None, "hall", "node", "reason"),
)
