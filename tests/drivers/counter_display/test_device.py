"""One question at a time on a line that all strips share: only the strip that was asked can answer it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from drivers.counter_display.bench import ADDRESSES, WrongCheck
from drivers.counter_display.codec import HOST, PING, FrameStream, frame
from drivers.counter_display.device import Care, DisplayDevice, Wanted
from drivers.counter_display.virtual import ANSWER as ANSWER_DATA
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
