"""How much a device may say unasked, in codes and in bytes, and when it is believed again."""

from __future__ import annotations

from drivers.rate import Bound, Rate

BOUND = Bound(codes=3, size=100, calm_s=1.0)


def test_more_codes_in_a_second_than_a_hand_can_show_are_a_flood_and_slower_ones_are_none() -> None:
    quick, slow = Rate(BOUND), Rate(BOUND)
    for at in range(4):
        quick.code(at * 0.3)
        slow.code(at * 0.4)
    assert (quick.flooding(0.9), slow.flooding(1.2)) == (True, False)


def test_more_bytes_in_a_second_than_codes_have_are_a_flood_though_no_code_ever_ends() -> None:
    rate = Rate(BOUND)
    rate.heard(60, 0.0)
    rate.heard(40, 0.9)
    assert not rate.flooding(0.9)
    rate.heard(1, 0.95)
    assert rate.flooding(0.95)


def test_bytes_of_different_seconds_are_not_added_up() -> None:
    rate = Rate(BOUND)
    for at in range(10):
        rate.heard(90, at * 1.0)
    assert not rate.flooding(9.0)


def test_a_flood_is_over_when_it_was_quiet_for_long_enough_and_not_before() -> None:
    rate = Rate(BOUND)
    rate.heard(200, 0.0)
    rate.heard(1, 0.8)
    assert rate.flooding(1.7)
    assert not rate.flooding(1.8)
    rate.heard(50, 1.9)
    assert not rate.flooding(1.9)
