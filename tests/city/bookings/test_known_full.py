"""What is remembered of full slots: not for long, and not without end."""

from __future__ import annotations

from kiosk.city.bookings.known_full import FRESH_S, KnownFull


def test_a_full_slot_is_remembered_for_a_moment_and_no_other_one_with_it() -> None:
    now = [10.0]
    full, asked = KnownFull(lambda: now[0]), ("qinglan", "GAHJ-001", "2026-11-25", 540)
    full.note(asked)
    assert asked in full
    assert ("qinglan", "GAHJ-001", "2026-11-25", 570) not in full
    now[0] += FRESH_S
    assert asked not in full


def test_a_caller_who_asks_for_everything_fills_no_memory() -> None:
    full = KnownFull(lambda: 0.0)
    for start in range(10_000):
        full.note(("qinglan", "GAHJ-001", "2026-11-25", start))
    assert sum(("qinglan", "GAHJ-001", "2026-11-25", start) in full for start in range(10_000)) < 5000
