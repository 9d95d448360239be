"""Which node serves when: the first after it has heard the second, the second when it is wanted and alone."""

from __future__ import annotations

from kiosk.hall.duty import HEARING_S, STALL_S, ServesFirst, StandsBy
from kiosk.hall.work import Unavailability
from tests.hall.a_server import Noted


class Seconds:
    def __init__(self) -> None:
        self.now = 500.0

    def __call__(self) -> float:
        return self.now


def first(now: Seconds, *, second: bool = True) -> tuple[ServesFirst, Noted]:
    log = Noted()
    return ServesFirst(lambda: second, log, now), log


def test_a_hall_without_a_second_node_serves_at_once() -> None:
    duty, _ = first(Seconds(), second=False)
    assert duty.refusal() is None


def test_the_first_node_hears_what_the_second_did_before_it_serves() -> None:
    now = Seconds()
    duty, _ = first(now)
    assert duty.refusal() is Unavailability.HEARING_STANDBY
    duty.heard(owes=12, serving=True)
    duty.heard(owes=12, serving=False)
    assert duty.refusal() is Unavailability.HEARING_STANDBY
    duty.heard(owes=0, serving=False)
    assert duty.refusal() is None


def test_a_second_node_that_is_gone_holds_nobody_up_for_long() -> None:
    now = Seconds()
    duty, log = first(now)
    for _ in range(int(HEARING_S / 0.25)):
        now.now += 0.25
        duty.beat()
    assert duty.refusal() is None
    assert [name for name, _ in log.events] == ["hall_second_not_heard"]


def test_a_first_node_that_stood_still_hears_the_second_again_before_any_request_is_served() -> None:
    now = Seconds()
    duty, log = first(now)
    duty.heard(owes=0, serving=False)
    assert duty.refusal() is None
    now.now += STALL_S + 1
    assert duty.refusal() is Unavailability.HEARING_STANDBY
    assert [name for name, _ in log.events] == ["hall_stood_still"]
    duty.heard(owes=0, serving=False)
    assert duty.refusal() is None


def test_the_second_node_serves_when_it_is_alone_for_a_while_and_somebody_wants_it() -> None:
    now, log = Seconds(), Noted()
    duty = StandsBy(5.0, log, now)
    duty.wanted()
    assert duty.refusal() is Unavailability.STANDS_BY
    now.now += 5.0
    assert duty.refusal() is Unavailability.STANDS_BY, "nobody asked for it"
    duty.wanted()
    assert duty.refusal() is None
    assert not duty.quiet


def test_a_second_node_that_reaches_the_first_does_not_serve_whoever_asks() -> None:
    now = Seconds()
    duty = StandsBy(5.0, Noted(), now)
    for _ in range(100):
        now.now += 1.0
        duty.reached()
        duty.wanted()
    assert duty.refusal() is Unavailability.STANDS_BY


def test_as_soon_as_the_first_node_answers_the_second_serves_no_longer() -> None:
    now, changes = Seconds(), list[bool]()
    duty = StandsBy(5.0, Noted(), now, changes.append)
    now.now += 6.0
    duty.wanted()
    duty.reached()
    assert duty.refusal() is Unavailability.STANDS_BY
    assert changes == [True, False]


def test_a_first_node_that_hears_that_both_served_waits_for_what_the_second_did() -> None:
    duty, log = first(Seconds())
    duty.heard(owes=0, serving=False)
    assert duty.refusal() is None
    duty.heard(owes=3, serving=True)
    assert duty.refusal() is Unavailability.HEARING_STANDBY
    duty.heard(owes=3, serving=False)
    duty.heard(owes=0, serving=False)
    assert duty.refusal() is None
    assert [name for name, _ in log.events] == ["hall_both_served"]
