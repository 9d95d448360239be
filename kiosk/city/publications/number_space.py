"""The number space on its own: the standing hall settings with other numbers, as a new version of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from kiosk.city.publications.kinds import Body, Kind
from kiosk.city.publications.version_rows import New, standing_body
from kiosk.city.publications.versions import PublicationRefusal, Published, publish_new
from kiosk.city.refusals import Refused


def publish_numbers(
    connection: Connection, hall: str, version: str, numbers: Mapping[str, Mapping[str, Any]], by: str, now_ms: int
) -> Published | Refused:
    """`numbers` by queue code, each `{digits, sequencer, standby, spare}`; in force from the next business day."""
    before = standing_body(connection, Kind.HALL_SETTINGS, hall)
    if before is None:
        return Refused(PublicationRefusal.UNKNOWN_HALL)
    unknown = sorted(set(numbers) - {queue["code"] for queue in before["queues"]})
    if unknown:
        return Refused(PublicationRefusal.NOT_VALID, f"queues: there is no queue '{unknown[0]}'"[:200])
    return publish_new(connection, hall, New(Kind.HALL_SETTINGS, _with(before, version, numbers), "", by), now_ms)


def _with(before: Body, version: str, numbers: Mapping[str, Mapping[str, Any]]) -> Body:
    queues = [{**queue, "numbers": numbers.get(queue["code"], queue["numbers"])} for queue in before["queues"]]
    return {**before, "version": version, "queues": queues}
