"""The fleet's tables: halls and terminals as registered, codes to enrol them, how each node is, and what is wrong."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table, Text, false

from kiosk.city.schema import flag, key, metadata, whole, words

place = Table(
    "hall_place",
    metadata,
    key("hall"),
    words("name_zh"),
    words("name_en"),
    words("address_zh"),  # of the hall: a public place
    words("address_en"),
    whole("made_ms"),
    words("made_by"),
)

terminal = Table(
    "terminal",
    metadata,
    key("hall"),
    key("terminal"),
    words("place_zh"),
    words("place_en"),
    words("machine"),  # 1 in 1号机
    whole("made_ms"),
    words("made_by"),
    Column("retired_ms", BigInteger),
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    key("code_id"),
    words("plate"),  # which code it is; no secret
    words("stretched"),
    whole("tries"),
    words("hall"),
    words("role"),
    words("node"),
    whole("made_ms"),
    words("made_by"),
    whole("expires_ms"),
    Column("used_ms", BigInteger),
    Column("revoked_ms", BigInteger),
    Index(None, "hall", "code_id"),
)

joined_node = Table(
    "joined_node",
    metadata,
    key("digest"),  # of its token
    words("hall"),
    words("role"),
    words("node"),
    words("code_id"),
    whole("since_ms"),
    Column("revoked_ms", BigInteger),
    Index(None, "hall", "role", "node"),
)

# One row a node, changed by every heartbeat; there is no row a beat. `wrong` is compared by the beat's own statement.
node = Table(
    "node_state",
    metadata,
    key("hall"),
    key("node"),
    words("role"),
    whole("heard_ms"),  # by the city's clock
    whole("at_ms"),  # by the node's
    words("version"),
    whole("backlog"),
    whole("quarantine"),
    flag("clock_trusted"),
    Column("devices", JSON, nullable=False),
    Column("numbers", JSON, nullable=False),
    words("wrong"),  # reasons of its open alarms, sorted, with commas
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
    key("alarm_id"),
    words("hall"),
    words("node"),
    words("reason"),
    whole("raised_ms"),
    Column("cleared_ms", BigInteger),
    Column("acknowledged_ms", BigInteger),
    words("acknowledged_by"),
    Index(None, "hall", "cleared_ms"),
    Index(None, "hall", "node", "reason"),
)
