"""What stays when the records of a day are gone: that they are, and how many there were."""

from __future__ import annotations

from sqlalchemy import Table

from kiosk.city.schema import flag, key, metadata, whole

# A row for each day of which something was forgotten. From then on its statistics stand: they are never counted again.
forgotten_day = Table(
    "forgotten_day",
    metadata,
    key("hall"),
    key("day"),
    flag("visits_gone"),
    flag("evaluations_gone"),
    whole("looked_ms"),
)

# Visits and evaluations are counted by the statistics already; bookings and cases are counted here as they go.
kept_count = Table(
    "kept_count",
    metadata,
    key("hall"),
    key("day"),
    key("kind"),  # booking, case
    key("state"),  # the one it ended in
    whole("count"),
)
