"""Which business day a moment belongs to. The boundary is a setting, because a 24-hour hall has no closing time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


def local(wall_ms: int) -> datetime:
    """Local time of a UTC millisecond count; China has one zone and no summer time."""
    return datetime.fromtimestamp(wall_ms / 1000, UTC).astimezone(CHINA)


def begin_of(day: str, boundary_minutes: int) -> int:
    """UTC milliseconds at which that business day begins."""
    return int((datetime.fromisoformat(day).replace(tzinfo=CHINA).timestamp() + boundary_minutes * 60) * 1000)


def business_day(wall_ms: int, boundary_minutes: int) -> str:
    """ISO date of the business day; before the boundary (minutes after midnight) it is still yesterday's."""
    return (local(wall_ms) - timedelta(minutes=boundary_minutes)).date().isoformat()
