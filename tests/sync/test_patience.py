"""How long a node waits: longer and longer, never for ever, and not all nodes at the same instant."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.sync.patience import Patience, retry_after

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = 1_795_000_000.0


@UNHURRIED
@given(st.integers(1, 10_000), st.floats(0, 1))
def test_a_wait_grows_to_its_limit_and_is_spread_over_half_of_it(failures: int, chance: float) -> None:
    wait = Patience(0.2, 30.0).wait(failures, chance)
    whole = min(30.0, 0.2 * 2.0 ** min(failures - 1, 16))
    assert whole / 2 <= wait <= whole


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0.0),
        ("", 0.0),
        ("12", 12.0),
        ("999999999999", 300.0),
        (formatdate(NOW + 40, usegmt=True), 40.0),
        (formatdate(NOW - 40, usegmt=True), 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("１２", 0.0),
    ],
)
def test_what_an_upstream_asks_for_is_read_and_bounded(header: str | None, seconds: float) -> None:
    assert retry_after(header, NOW) == pytest.approx(seconds)
