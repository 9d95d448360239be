"""Tests share a city that is put back behind its back: what was full in the one before must not be remembered."""

from __future__ import annotations

import pytest

from kiosk.city.bookings import known_full


@pytest.fixture(autouse=True)
def nothing_is_known_as_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_full, "FRESH_S", 0.0)
