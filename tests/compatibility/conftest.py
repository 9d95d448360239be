"""The city of these tests."""

from __future__ import annotations

from tests.city.house import house, house_on_a_file, migrated

__all__ = ["house", "house_on_a_file", "migrated"]
