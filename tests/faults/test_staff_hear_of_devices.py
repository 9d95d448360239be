"""What a clerk sees on the caller when a terminal's device calls for somebody, until it is well again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.hall.core.answers import CounterView, NoticeKind
from offline_cache.outbox import Outbox
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until

pytestmark = pytest.mark.timeout(120)


def wanted(hall: WholeHall) -> set[str]:
    view = hall.counter.view()
    assert isinstance(view, CounterView)
    return {notice.code for notice in view.notices if notice.kind is NoticeKind.DEVICE}


@pytest.mark.parametrize(
    ("fault", "how", "code", "heal", "healed_how"),
    [
        ("paper", {"level": "out"}, "receipt-printer:out", "paper", {"level": "full"}),
        ("paper", {"level": "low"}, "receipt-printer:low", "paper", {"level": "full"}),
        ("cover", {"is": "open"}, "receipt-printer:userError", "cover", {"is": "closed"}),
        ("unplug", {"device": "receipt-printer"}, "receipt-printer:noDevice", "plug", {"device": "receipt-printer"}),
        ("unplug", {"device": "id-card"}, "id-card:noDevice", "plug", {"device": "id-card"}),
        ("silence", {"device": "id-card"}, "id-card:offline", "lift_faults", {"device": "id-card"}),
    ],
)
def test_a_device_that_calls_for_somebody_is_on_the_caller_until_it_is_well(
    hall: WholeHall,
    terminal: Terminal,
    fault: str,
    how: dict[str, object],
    code: str,
    heal: str,
    healed_how: dict[str, object],
) -> None:
    until(lambda: wanted(hall) == set(), "all is well")
    hall.work(fault, **how)
    until(lambda: wanted(hall) == {code}, f"the caller shows {code}")
    hall.work(heal, **healed_how)
    until(lambda: wanted(hall) == set(), "the caller shows nothing any more")


def test_what_was_wrong_before_a_restart_and_is_well_now_leaves_the_caller(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    first = terminals(Wishes())
    hall.work("paper", level="out")
    until(lambda: wanted(hall) == {"receipt-printer:out"}, "the caller asks for paper")
    first.close()
    hall.work("paper", level="full")
    terminals(Wishes())
    until(lambda: wanted(hall) == set(), "the caller shows nothing any more")


def test_cards_that_come_and_go_are_nobodys_business(hall: WholeHall, terminal: Terminal) -> None:
    devices = (terminal.reader, terminal.printer)
    until(lambda: all(device.status().device.value == "online" for device in devices), "both devices are well")
    terminal.core.stop()  # no visit begins; the devices go on
    until(lambda: terminal.logged("device_state", device="receipt-printer", state="online"), "and that was told")
    until(lambda: not Outbox(terminal.book).backlog(), "the hall has heard of it")
    before = len(hall.events())
    for _ in range(3):
        hall.work("lay_card")
        until(lambda: terminal.reader.status().media.value == "present", "the card is noticed")
        hall.work("lift_card")
        until(lambda: terminal.reader.status().media.value == "notPresent", "it is gone")
    terminal.service.stop()
    assert Outbox(terminal.book).backlog() == 0
    assert [event["kind"] for event in hall.events()[before:]] == []
