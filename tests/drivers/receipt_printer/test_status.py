"""DLE EOT answers by their bits, as printers and their clones send them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.status import (
    ONLY_PAPER,
    Condition,
    condition,
    device_status,
    is_real_time,
    pushed_condition,
    with_queued,
)
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
    assert of(0x12, 0x12, 0x12, roll).trouble == "paper_out", "though nothing else says so"


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
        ((0x1A, 0x52, 0x52, 0x12), "head_hot", DeviceState.HARDWARE_ERROR),
        ((0x1A, 0x52, 0x16, 0x12), "printer_error", DeviceState.HARDWARE_ERROR),
        ((0x1A, 0x52, 0x12, 0x12), "printer_error", DeviceState.HARDWARE_ERROR),
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


def test_what_nobody_answered_is_unknown() -> None:
    assert device_status(condition({1: 0x12})).paper is Paper.UNKNOWN
    stopped = device_status(condition({1: 0x1A, 4: 0x12}))
    assert (stopped.cover, stopped.paper, stopped.reason) == (Cover.UNKNOWN, Paper.FULL, "offline")
    assert device_status(condition({1: 0x1A, 2: 0x32})).paper is Paper.OUT


@pytest.mark.parametrize(
    ("block", "reason", "paper"),
    [
        ("10 00 00 00", "", Paper.FULL),
        ("10 00 03 00", "", Paper.LOW),
        ("18 00 0f 00", "paper_out", Paper.OUT),
        ("38 00 00 00", "cover_open", Paper.FULL),
        ("18 08 00 00", "cutter_error", Paper.FULL),
        ("18 20 00 00", "unrecoverable_error", Paper.FULL),
        ("18 40 00 0f", "head_hot", Paper.FULL),
        ("18 04 00 00", "printer_error", Paper.FULL),
    ],
)
def test_automatic_status_says_the_same_in_four_bytes(block: str, reason: str, paper: Paper) -> None:
    now = pushed_condition(bytes.fromhex(block))
    assert (now.trouble, device_status(now).paper) == (reason, paper)


@pytest.mark.parametrize(
    ("answer", "paper"),
    [(0x00, Paper.FULL), (0x03, Paper.LOW), (0x02, Paper.LOW), (0x0C, Paper.OUT), (0x04, Paper.OUT), (0x0F, Paper.OUT)],
)
def test_a_queued_answer_tells_of_the_paper_alone(answer: int, paper: Paper) -> None:
    told = device_status(with_queued(ONLY_PAPER, answer))
    assert (told.paper, told.cover) == (paper, Cover.UNKNOWN)
