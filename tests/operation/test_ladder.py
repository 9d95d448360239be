"""The order in which a failing device is helped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.operation.ladder import Ladder, Step
from kiosk.operation.steady_status import SteadyStatus
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper

ONLINE, SILENT = DeviceStatus(DeviceState.ONLINE), DeviceStatus(DeviceState.OFFLINE, "silent")
GONE, ILL = DeviceStatus(DeviceState.NO_DEVICE, "gone"), DeviceStatus(DeviceState.HARDWARE_ERROR, "self_check_failed")


def steps(ladder: Ladder, status: DeviceStatus, count: int) -> list[Step]:
    taken = []
    for _ in range(count):
        ladder = ladder.after(status)
        taken.append(ladder.step)
    return taken


def test_a_silent_device_is_retried_three_times_then_reopened_then_reset_then_given_up() -> None:
    climbed = [Step.RETRY] * 3 + [Step.REOPEN] * 2 + [Step.RESET] + [Step.OUT_OF_SERVICE] * 2
    assert steps(Ladder(), SILENT, 8) == climbed


def test_the_power_of_a_port_is_switched_only_where_it_can_be() -> None:
    assert Step.POWER in steps(Ladder(power=True), SILENT, 8)
    assert Step.POWER not in steps(Ladder(power=False), SILENT, 50)


def test_a_device_that_says_it_is_ill_is_reset_and_never_reopened() -> None:
    assert steps(Ladder(), ILL, 4) == [Step.RETRY, Step.RESET, Step.RESET, Step.OUT_OF_SERVICE]


def test_a_port_that_is_gone_is_looked_for_again_and_again() -> None:
    assert set(steps(Ladder(), GONE, 8)) == {Step.REOPEN}
    assert steps(Ladder(), GONE, 9)[-1] is Step.OUT_OF_SERVICE


def test_one_good_answer_brings_a_device_back_to_the_ground() -> None:
    tired = Ladder(failures=5, trouble=Ladder().after(SILENT).trouble)
    assert tired.after(ONLINE).step is Step.CARRY_ON
    assert tired.after(ONLINE).after(SILENT).step is Step.RETRY


def test_another_trouble_begins_on_the_first_rung() -> None:
    assert Ladder().after(SILENT).after(SILENT).after(ILL).failures == 1


@pytest.mark.parametrize("lost", [SILENT, GONE])
def test_a_blip_shorter_than_the_debounce_is_never_told(lost: DeviceStatus) -> None:
    steady = SteadyStatus(1.5, DeviceStatus(DeviceState.STARTING))
    assert steady.see(ONLINE, 10.0) == replace(ONLINE, since_ms=10_000)
    assert steady.see(lost, 11.0) is None
    assert steady.see(lost, 12.4) is None
    assert steady.see(ONLINE, 12.45) is None
    assert steady.see(lost, 12.5) is None
    assert steady.told.device is DeviceState.ONLINE


def test_a_loss_that_lasts_is_told_once_with_its_time() -> None:
    steady = SteadyStatus(1.5, DeviceStatus(DeviceState.STARTING))
    steady.see(ONLINE, 10.0)
    assert steady.see(SILENT, 11.0) is None
    told = steady.see(SILENT, 12.5)
    assert told == replace(SILENT, since_ms=12_500)
    assert steady.see(SILENT, 13.0) is None


def test_what_a_device_says_of_itself_is_told_at_once() -> None:
    steady = SteadyStatus(1.5, DeviceStatus(DeviceState.STARTING))
    steady.see(ONLINE, 1.0)
    assert steady.see(ILL, 1.1) is not None
    assert steady.see(replace(ONLINE, paper=Paper.OUT), 1.2) is not None


def test_a_device_that_never_worked_is_told_missing_at_once() -> None:
    steady = SteadyStatus(1.5, DeviceStatus(DeviceState.STARTING))
    assert steady.see(GONE, 0.1) is not None
