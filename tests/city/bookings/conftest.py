"""The bookings' tests stand in a house with a plan."""

from __future__ import annotations

from tests.city.house import any_house, file_place, house, migrated, server_house

__all__ = ["any_house", "file_place", "house", "migrated", "server_house"]
