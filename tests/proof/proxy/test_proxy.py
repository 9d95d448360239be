"""The short form of `make proxy`, and what a screen may rely on whatever the line does to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import BoardHall, Limits
from tests.hall.a_server import served
from tests.hall.memory import MemoryLedger, StandingClock
from tests.proof.arguments import workplace
from tests.proof.fault_proxy import CALM, Fault, FaultProxy, Weather
from tests.proof.proxy.agreeing import outcome
from tests.proof.proxy.bad_lines import bad_lines

VISITS = 15
SEED = 20261123
QUICK = Limits(connect=1.0, answer=0.5, silence=6.0)
ROOM_S = 4.0  # for a busy machine

Shown = Callable[[Fault], object]


@pytest.fixture
def shown() -> Iterator[Shown]:
    """A board's question over a wire with one fault."""
    book = MemoryLedger()
    with served(book, book, StandingClock()) as hall:
        wire = FaultProxy(lambda: hall.url, SEED)

        def ask(fault: Fault) -> object:
            wire.weather = Weather(1.0, (fault,), longest_s=0.1, drip_bytes=1, drip_s=0.1)
            return BoardHall(wire.url, "token-B1", QUICK).snapshot()

        yield ask
        wire.close()


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault not in (Fault.DELAY, Fault.DUPLICATE)])
def test_a_screen_gets_an_answer_within_its_limits_whatever_the_line_does(shown: Shown, fault: Fault) -> None:
    begun = time.monotonic()
    assert isinstance(shown(fault), HallUnreachable)
    assert time.monotonic() - begun < 2 * (QUICK.connect + QUICK.answer) + ROOM_S


def test_delayed_and_doubled_it_is_an_answer(shown: Shown) -> None:
    for fault in (Fault.DELAY, Fault.DUPLICATE):
        assert not isinstance(shown(fault), HallUnreachable)


@pytest.mark.timeout(170)
def test_when_the_weather_is_over_everybody_agrees() -> None:
    with workplace("proxy") as where, bad_lines(where / "state", SEED, Weather()) as lines:
        lines.work(VISITS)
        met = sum(sum(wire.met.values()) for wire in lines.wires.values())
        found = outcome(lines)
    assert found.wrong == []
    assert found.tickets > VISITS
    assert met > VISITS
    assert CALM.share == 0
