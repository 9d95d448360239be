"""The board's word against ours: an order that it refuses, and lights that nobody may leave burning."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from drivers.far_end.faults import Answer
from drivers.serial_link import LinkFault
from drivers.signal_board.bench import WrongCheck
from drivers.signal_board.board import BoardSettings, SerialBoard
from drivers.signal_board.codec import HELLO, INPUTS, SILENCE_S, LineStream, line, order
from drivers.signal_board.device import SignalDevice, Wanted, Wiring
from drivers.signal_board.virtual import VirtualBoard
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.signal_board import Flash, Light


@dataclass
class Line:
    """Answers each question by a word of its own; what is not listed is refused."""

    answers: dict[str, str]
    waiting: bytes = b""
    asked: list[str] = field(default_factory=list)

    def read(self, limit_s: float) -> bytes | LinkFault:
        came, self.waiting = self.waiting, b""
        return came

    def write(self, data: bytes) -> LinkFault | None:
        (body,) = LineStream().feed(data)
        self.asked.append(body)
        self.waiting = line(self.answers.get(body, "E"))
        return None

    def clear(self) -> LinkFault | None:
        return None

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


def test_a_board_that_refuses_an_order_is_not_called_well() -> None:
    wanted, wire = Wanted(), Line({HELLO: "HALL1 2 4", INPUTS: "I 00"})
    device = SignalDevice(lambda: wire, Wiring(answer_s=0.02), wanted)
    wanted.put(Light.CARD, Flash.SLOW)
    status = device.open()
    assert (status.device, status.reason) == (DeviceState.HARDWARE_ERROR, "order_refused")
    assert order(1, Flash.OFF) not in wire.asked


def test_lights_that_burn_are_ordered_again_and_dark_ones_are_not() -> None:
    answers = {HELLO: "HALL1 2 4", INPUTS: "I 00"} | {order(at, how): "K" for at in (1, 2, 3) for how in Flash}
    wanted, wire = Wanted(), Line(answers)
    device = SignalDevice(lambda: wire, Wiring(answer_s=0.02, again_s=0.0), wanted)
    wanted.put(Light.TICKET, Flash.QUICK)
    assert device.open().device is DeviceState.ONLINE
    wire.asked.clear()
    assert device.beat().device is DeviceState.ONLINE
    assert wire.asked == [INPUTS, order(2, Flash.QUICK)]


@pytest.mark.parametrize("body", ["HALL1 2 4", "I 00", "I 11", "K", "E"])
def test_a_wrong_check_on_the_bench_is_a_whole_line_with_a_wrong_check(body: str) -> None:
    stream = LineStream()
    assert list(stream.feed(WrongCheck().bend(Answer("done", line(body))))) == []
    assert (stream.spoilt, stream.held) == (1, 0)


def test_a_board_that_hears_nobody_for_ten_seconds_darkens_and_stays_dark_until_it_is_told() -> None:
    now = [0.0]
    board = VirtualBoard(lambda data: None, clock=lambda: now[0])
    board.received(line(order(2, Flash.CONTINUOUS)))
    now[0] = SILENCE_S
    assert board.modes == [0, 1, 0, 0]
    now[0] = SILENCE_S + 0.1
    board.received(line(INPUTS))
    assert board.modes == [0, 0, 0, 0]


def test_however_seldom_devices_are_looked_at_a_board_is_heard_of_in_time() -> None:
    supervisor = Supervisor()
    board = SerialBoard(supervisor, lambda: LinkFault.NO_SUCH_PORT, BoardSettings(poll_s=60.0))
    assert board._worker.limits.beat_every_s < SILENCE_S / 2
    assert supervisor.close() == ()
