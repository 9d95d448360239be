"""What a queue says of its printer: several reasons, each graded, some of CUPS's own; and whatever else may come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.document_printer.condition import REASONS, condition, device_status, disproved_by_a_page
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper

IDLE, PROCESSING, STOPPED = 3, 4, 5


def status(state: int, *reasons: str, accepting: bool = True) -> DeviceStatus:
    told = {"printer-state": state, REASONS: list(reasons), "printer-is-accepting-jobs": accepting}
    return device_status(condition(told))


def test_a_queue_without_reasons_prints() -> None:
    well = status(IDLE, "none")
    assert (well.device, well.reason, well.paper, well.cover) == (DeviceState.ONLINE, "", Paper.FULL, Cover.CLOSED)
    assert well.detail("toner") == "full"


@pytest.mark.parametrize(
    ("reason", "said", "device", "paper"),
    [
        ("media-empty", "paper_out", DeviceState.ONLINE, Paper.OUT),  # no suffix is an error
        ("media-needed-error", "paper_out", DeviceState.ONLINE, Paper.OUT),
        ("media-empty-warning", "paper_out", DeviceState.ONLINE, Paper.OUT),  # how CUPS grades it over SNMP
        ("media-empty-report", "", DeviceState.ONLINE, Paper.LOW),
        ("media-low-report", "", DeviceState.ONLINE, Paper.LOW),
        ("media-jam-warning", "jammed", DeviceState.HARDWARE_ERROR, Paper.JAMMED),
        ("door-open-report", "cover_open", DeviceState.USER_ERROR, Paper.FULL),
        ("interlock-open-error", "cover_open", DeviceState.USER_ERROR, Paper.FULL),
        ("offline-report", "printer_offline", DeviceState.USER_ERROR, Paper.FULL),
        ("connecting-to-device", "", DeviceState.ONLINE, Paper.FULL),
        ("toner-empty-error", "toner_out", DeviceState.HARDWARE_ERROR, Paper.FULL),
        ("toner-empty-warning", "", DeviceState.ONLINE, Paper.FULL),
        ("output-area-full", "printer_error", DeviceState.HARDWARE_ERROR, Paper.FULL),
        ("fuser-over-temp-error", "printer_error", DeviceState.HARDWARE_ERROR, Paper.FULL),  # a word unknown here
        ("com.example.dusty", "", DeviceState.ONLINE, Paper.FULL),
        ("cups-missing-filter-warning", "filter_missing", DeviceState.HARDWARE_ERROR, Paper.FULL),
        ("cups-waiting-for-job-completed", "", DeviceState.ONLINE, Paper.FULL),
        ("paused", "stopped", DeviceState.USER_ERROR, Paper.FULL),
    ],
)
def test_each_reason_has_its_word(reason: str, said: str, device: DeviceState, paper: Paper) -> None:
    found = status(IDLE, reason)
    assert (found.reason, found.device, found.paper) == (said, device, paper)


def test_of_several_reasons_the_nearest_cause_is_named_and_the_rest_is_told_beside() -> None:
    found = status(STOPPED, "paused", "toner-low-report", "media-empty-error", "door-open-error")
    assert (found.reason, found.paper, found.cover, found.detail("toner")) == (
        "cover_open",
        Paper.OUT,
        Cover.OPEN,
        "low",
    )
    assert status(STOPPED, "media-empty-error").reason == "paper_out"
    assert status(STOPPED, "none").reason == "stopped"
    assert status(IDLE, "none", accepting=False).reason == "not_accepting"


def test_a_queue_that_tells_nothing_is_unknown_and_never_well() -> None:
    for told in ({}, {"printer-state": IDLE}, {REASONS: "none"}, {"printer-state": 99, REASONS: "none"}):
        found = device_status(condition(told))
        assert (found.device, found.paper, found.cover) == (DeviceState.UNKNOWN, Paper.UNKNOWN, Cover.UNKNOWN)
        assert found.detail("toner") == "unknown"


def test_a_page_disproves_what_stood_in_its_way_and_nothing_that_came_with_it() -> None:
    before, after = ("media-empty-error", "toner-low-report"), ("media-empty-error", "toner-low-report", "door-open")
    gone = disproved_by_a_page(before, after)
    assert gone == {"media-empty-error"}
    found = device_status(condition({"printer-state": IDLE, REASONS: list(after)}, gone))
    assert (found.paper, found.cover, found.detail("toner")) == (Paper.FULL, Cover.OPEN, "low")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30), lambda inner: st.lists(inner, max_size=4)
)


@given(st.dictionaries(st.sampled_from([REASONS, "printer-state", "printer-is-accepting-jobs"]), JSON))
def test_no_answer_whatever_its_form_ends_the_driver(told: dict[str, object]) -> None:
    assert device_status(condition(told)).device in list(DeviceState)
