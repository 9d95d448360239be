"""One question at a time on a line that all strips share: only the strip that was asked can answer it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from drivers.counter_display.bench import ADDRESSES, WrongCheck
from drivers.counter_display.codec import HOST, PING, FrameStream, frame
from drivers.counter_display.device import Care, DisplayDevice, Wanted
from drivers.counter_display.virtual import ANSWER as ANSWER_DATA
from drivers.counter_display.virtual import VirtualStrips
from drivers.far_end.faults import Answer
from drivers.serial_link import LinkFault
from kiosk.ports.devices import DeviceState

ANSWER = frame(HOST, b"\xa0\x00", sender=1)


@dataclass
class Line:
    """Every question gets the same answer."""

    answer: bytes
    waiting: bytes = b""
    asked: list[bytes] = field(default_factory=list)

    def read(self, limit_s: float) -> bytes | LinkFault:
        came, self.waiting = self.waiting, b""
        return came

    def write(self, data: bytes) -> LinkFault | None:
        self.asked.append(data)
        self.waiting = self.answer
        return None

    def clear(self) -> LinkFault | None:
        self.waiting = b""
        return None

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_wrong_check_on_the_bench_is_a_whole_frame_with_a_wrong_check(address: int) -> None:
    """And not one without its end, which would spoil the next one too."""
    wire = frame(HOST, ANSWER_DATA, sender=address)
    stream = FrameStream()
    assert list(stream.feed(WrongCheck().bend(Answer("ping", wire)))) == []
    assert (stream.spoilt, stream.held) == (1, 0)


class Wire:
    """Strips at addresses 1 to 4 at the other end, without a pause."""

    def __init__(self) -> None:
        self.now = 0.0
        self.strips = VirtualStrips(self._answered, ADDRESSES, self._told, lambda: self.now)
        self.asked = self.shown = 0
        self._waiting = b""

    def _told(self) -> None:
        self.shown += 1

    def _answered(self, data: bytes) -> None:
        self._waiting += data

    def read(self, limit_s: float) -> bytes | LinkFault:
        came, self._waiting = self._waiting, b""
        return came

    def write(self, data: bytes) -> LinkFault | None:
        self.asked += 1
        self.strips.received(data)
        return None

    def clear(self) -> LinkFault | None:
        self._waiting = b""
        return None

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


def hall_of(wire: Wire, care: Care) -> tuple[DisplayDevice, Wanted]:
    """Counters 1 to 4, each with the strip of its number."""
    counters = {str(address): address for address in ADDRESSES}
    wanted = Wanted(tuple(counters))
    return DisplayDevice(lambda: wire, counters, wanted, care), wanted


def test_a_strip_that_lost_its_power_for_a_moment_shows_its_number_again_though_it_never_missed_a_question() -> None:
    wire = Wire()
    device, wanted = hall_of(wire, Care(answer_s=0.02, again_s=0.0))
    wanted.put("1", "A017")
    assert device.open().device is DeviceState.ONLINE
    wire.strips.power(1, False)
    wire.strips.power(1, True)
    assert wire.strips.texts[1] == ""
    for _ in ADDRESSES:
        device.beat()
    assert wire.strips.texts[1] == "A017"


def test_a_number_that_stands_is_not_shown_again_at_every_look() -> None:
    wire = Wire()
    device, wanted = hall_of(wire, Care(answer_s=0.02))
    wanted.put("1", "A017")
    device.open()
    before = wire.shown
    for _ in ADDRESSES:
        device.beat()
    assert wire.shown == before


def test_a_number_goes_by_itself_when_nobody_shows_it_again_because_the_board_died() -> None:
    wire = Wire()
    device, wanted = hall_of(wire, Care(answer_s=0.02, again_s=0.0, keep_s=120))
    wanted.put("1", "A017")
    device.open()
    wire.now = 100.0
    device.beat()
    wire.now = 219.0
    assert wire.strips.texts[1] == "A017"
    wire.now = 221.0
    assert wire.strips.texts[1] == ""


def test_a_number_does_not_wait_for_every_strip_that_is_away() -> None:
    wire = Wire()
    device, wanted = hall_of(wire, Care(answer_s=0.02))
    for address in (1, 2, 3):
        wire.strips.power(address, False)
    device.open()
    for _ in range(3 * len(ADDRESSES)):
        device.beat()
    assert device.beat().reason == "strips_away"
    wanted.put("4", "A017")
    before = wire.asked
    device.beat()
    assert wire.strips.texts[4] == "A017"
    assert wire.asked - before <= 3
    wire.strips.power(2, True)
    wanted.put("2", "B002")
    for _ in ADDRESSES:
        device.beat()
    assert wire.strips.texts[2] == "B002", "and one that is back is soon found"


def opened(answer: bytes) -> DeviceState:
    line = Line(answer)
    device = DisplayDevice(lambda: line, {"3": 1}, Wanted(("3",)), Care(answer_s=0.02, tries=1))
    return device.open().device


def test_the_strip_that_was_asked_answers() -> None:
    assert opened(ANSWER) is DeviceState.ONLINE


@pytest.mark.parametrize(
    "answer",
    [
        frame(1, PING),
        frame(HOST, b"\xa0\x00", sender=2),
        frame(2, b"\xa0\x00", sender=1),
        ANSWER[:-4] + b"\x00\x00\x00\x5a",
        b"",
    ],
    ids=["our own question", "another strip", "a word between strips", "a spoilt answer", "nothing"],
)
def test_nothing_else_on_the_line_is_taken_for_its_answer(answer: bytes) -> None:
    assert opened(answer) is DeviceState.OFFLINE
