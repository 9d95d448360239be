"""Which wall clock may be believed, and identities that keep their order whatever the wall clock does."""

from __future__ import annotations

import subprocess
import sys
import threading
import uuid
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.operation.clock import SystemClock, kernel_synchronised, this_boot
from kiosk.operation.uuid7 import Uuid7

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Clocks:
    """Wall and monotonic clock of a hall machine, in milliseconds, turned by hand."""

    def __init__(self) -> None:
        self.wall = 1_795_000_000_000
        self.mono = 60_000
        self.synchronised = False
        self.clock = SystemClock(lambda: self.wall, lambda: self.mono, lambda: self.synchronised, "boot-1")

    def passes(self, ms: int, step: int = 0) -> bool:
        self.mono += ms
        self.wall += ms + step
        return self.clock.now().trusted


def test_a_clock_that_runs_on_without_a_line_stays_trusted() -> None:
    clocks = Clocks()
    assert all(clocks.passes(3_600_000) for _ in range(72))


def test_a_clock_that_was_set_back_is_not_trusted_until_it_is_synchronised() -> None:
    clocks = Clocks()
    assert clocks.passes(1000, step=-500), "half a second is a correction"
    assert not clocks.passes(1000, step=-86_400_000)
    assert not clocks.passes(3_600_000)
    clocks.synchronised = True
    assert clocks.passes(1000)
    clocks.synchronised = False
    assert clocks.passes(1000), "it runs on from where it was synchronised"


def test_small_steps_back_add_up() -> None:
    clocks = Clocks()
    assert clocks.passes(1000, step=-600)
    assert not clocks.passes(1000, step=-600)


def test_a_clock_that_was_set_ahead_by_two_days_is_not_trusted_until_it_is_synchronised() -> None:
    clocks = Clocks()
    assert clocks.passes(1000, step=600_000), "ten minutes are a correction"
    assert not clocks.passes(1000, step=2 * 86_400_000)
    assert not clocks.passes(3_600_000), "time does not make it right"
    clocks.synchronised = True
    assert clocks.passes(1000, step=-2 * 86_400_000)
    clocks.synchronised = False
    assert clocks.passes(1000)


def test_small_corrections_ahead_are_believed() -> None:
    clocks = Clocks()
    assert all(clocks.passes(60_000, step=1000) for _ in range(60))


def test_a_synchronised_clock_may_be_set_back_by_its_source() -> None:
    clocks = Clocks()
    clocks.synchronised = True
    assert clocks.passes(1000, step=-172_800_000)


def test_this_machines_own_clock_says_when_and_which_boot() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert second.mono_ms >= first.mono_ms
    assert first.boot_id == this_boot() != ""
    assert first.trusted
    assert kernel_synchronised() in (True, False)


def test_a_machine_without_a_boot_identity_never_looks_like_another_boot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.operation.clock._BOOT_ID", Path("/nowhere/boot_id"))
    assert this_boot() != this_boot()


def test_an_identity_is_a_version_7_uuid_of_its_millisecond() -> None:
    made = uuid.UUID(Uuid7(lambda: 1_795_000_000_123).new())
    assert (made.version, made.variant, made.int >> 80) == (7, uuid.RFC_4122, 1_795_000_000_123)


@UNHURRIED
@given(st.lists(st.integers(0, 2**47), min_size=2, max_size=200))
def test_identities_keep_their_order_whatever_the_wall_clock_does(walls: list[int]) -> None:
    clock = iter(walls)
    maker = Uuid7(lambda: next(clock))
    made = [maker.new() for _ in walls]
    assert all(first < second for first, second in pairwise(made))


def test_identities_of_one_millisecond_keep_their_order_when_the_random_bits_run_over() -> None:
    maker = Uuid7(lambda: 5, lambda bits: (1 << bits) - 1)
    made = [maker.new() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_identities_made_by_many_threads_are_all_different() -> None:
    maker = Uuid7()
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(maker.new() for _ in range(500))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(set(made)) == 4000


_FORKING = """
import os
from kiosk.operation.uuid7 import Uuid7
maker = Uuid7(lambda: 5)
maker.new()
child = os.fork()
os.write(1, maker.new().encode() + b"\\n")
if child:
    os.waitpid(child, 0)
"""


def test_a_forked_child_makes_identities_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", _FORKING], capture_output=True, text=True, check=True, timeout=30)
    assert len(set(done.stdout.split())) == 2
