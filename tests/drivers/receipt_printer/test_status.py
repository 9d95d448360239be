"""DLE EOT answers by their bits, as printers and their clones send them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.status import Condition, condition, device_status, is_real_time
from kiosk.ports.devices import Cover, DeviceState, Paper


def of(*answers: int) -> Condition:
    return condition(dict(zip((1, 2, 3, 4), answers, strict=True)))


def test_a_printer_that_is_well_answers_12_four_times() -> None:
    now = of(0x12, 0x12, 0x12, 0x12)
    assert now == Condition()
    assert (device_status(now).device, device_status(now).paper) == (DeviceState.ONLINE, Paper.FULL)


@pytest.mark.parametrize("roll", [0x72, 0x7E, 0x32, 0x52, 0x60, 0x6C])
def test_the_published_answers_for_no_paper_mean_no_paper(roll: int) -> None:
    assert of(0x1A, 0x32, 0x12, roll).trouble == "paper_out"


@pytest.mark.parametrize("roll", [0x1E, 0x0C, 0x16, 0x1A])
def test_paper_near_its_end_is_low_and_prints(roll: int) -> None:
    now = of(0x12, 0x12, 0x12, roll)
    assert (now.trouble, device_status(now).paper) == ("", Paper.LOW)


@pytest.mark.parametrize(
    ("answers", "reason", "state"),
    [
        ((0x1A, 0x16, 0x12, 0x12), "cover_open", DeviceState.USER_ERROR),
        ((0x1A, 0x52, 0x1A, 0x12), "cutter_error", DeviceState.HARDWARE_ERROR),
        ((0x1A, 0x52, 0x32, 0x12), "unrecoverable_error", DeviceState.HARDWARE_ERROR),
        ((0x1A, 0x52, 0x52, 0x12), "printer_error", DeviceState.HARDWARE_ERROR),
        ((0x1A, 0x1A, 0x12, 0x12), "offline", DeviceState.USER_ERROR),
    ],
)
def test_each_cause_has_its_name(answers: tuple[int, int, int, int], reason: str, state: DeviceState) -> None:
    now = of(*answers)
    assert (now.trouble, device_status(now).device) == (reason, state)


def test_an_open_cover_comes_before_what_it_causes() -> None:
    now = of(0x1A, 0x36, 0x12, 0x7E)
    assert now.trouble == "cover_open"
    assert (device_status(now).cover, device_status(now).paper) == (Cover.OPEN, Paper.OUT)


def test_a_ticket_not_torn_off_yet_is_a_bit_of_one_family_and_no_trouble() -> None:
    assert of(0x92, 0x12, 0x12, 0x12).trouble == ""
    assert is_real_time(0x92)


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_any_four_bytes_are_a_condition(general: int, offline: int, error: int, roll: int) -> None:
    now = of(general, offline, error, roll)
    assert isinstance(device_status(now).reason, str)


def test_flow_control_and_echoes_are_not_taken_for_answers() -> None:
    assert not any(is_real_time(byte) for byte in (0x11, 0x13, 0x37, 0x00, 0x0F))
    fixed = (0x12 | a | b for a, b in itertools.product((0, 0x0C), (0, 0x60)))
    assert all(is_real_time(byte) for byte in fixed)
