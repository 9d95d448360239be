"""A machine that runs wild waits; clerks and terminals never do."""

from __future__ import annotations

from kiosk.serving.token_bucket import BURST, PER_SECOND, TokenBuckets


class Seconds:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_and_then_so_many_a_second() -> None:
    now = Seconds()
    buckets = TokenBuckets(now)
    answered = sum(buckets.wait_s("T1") == 0 for _ in range(int(BURST) * 2))
    assert answered == BURST
    assert 0 < buckets.wait_s("T1") <= 1 / PER_SECOND
    now.now += 2.0
    assert sum(buckets.wait_s("T1") == 0 for _ in range(1000)) == 2 * PER_SECOND


def test_one_machine_costs_the_others_nothing() -> None:
    buckets = TokenBuckets(Seconds())
    while buckets.wait_s("T1") == 0:
        pass
    assert buckets.wait_s("T2") == 0


def test_a_busy_clerk_and_a_busy_terminal_never_meet_the_limit() -> None:
    """Ten keys a second, or a number a second with all that belongs to it, for an hour."""
    now = Seconds()
    buckets = TokenBuckets(now)
    for _ in range(3600):
        now.now += 1.0
        assert all(buckets.wait_s("T1") == 0 for _ in range(20))
