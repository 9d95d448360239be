"""The device over a link whose every chunk is chosen: what comes when, to the byte."""

from __future__ import annotations

from collections import deque

from drivers.code_scanner.device import ScannerDevice
from drivers.code_scanner.engines import LINE
from drivers.code_scanner.wish import Outcome, Wish
from drivers.serial_link import LinkFault
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.code_scanner import Scan
from tests.drivers.code_scanner.desk import CARE


class ChosenLink:
    """Gives one chunk a read, and nothing when none is left."""

    def __init__(self) -> None:
        self.chunks: deque[bytes | LinkFault] = deque()

    def read(self, limit_s: float) -> bytes | LinkFault:
        return self.chunks.popleft() if self.chunks else b""

    def write(self, data: bytes) -> LinkFault | None:
        return None

    def clear(self) -> LinkFault | None:
        return None

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


def at_the_desk() -> tuple[ScannerDevice, ChosenLink, Wish]:
    link, wish = ChosenLink(), Wish()
    device = ScannerDevice(lambda: link, LINE, wish, CARE)
    assert device.open().device is DeviceState.ONLINE
    return device, link, wish


def test_the_rest_of_a_code_that_began_before_somebody_waited_is_not_theirs() -> None:
    device, link, wish = at_the_desk()
    link.chunks.append(b"HK1.of-the-per")
    device.beat()
    got: list[Outcome] = []
    wish.lay_down(got.append)
    device.beat()
    link.chunks.append(b"son-before\r")
    device.beat()
    assert got == []
    link.chunks.append(b"A017\r")
    device.beat()
    assert got == [Scan("A017")]


def test_one_wait_gets_one_code_of_two_that_come_glued() -> None:
    device, link, wish = at_the_desk()
    got: list[Outcome] = []
    wish.lay_down(got.append)
    device.beat()
    link.chunks.append(b"A017\rA018\r")
    device.beat()
    wish.lay_down(got.append)
    device.beat()
    device.beat()
    assert got == [Scan("A017")]


def test_half_a_code_before_the_port_was_lost_is_forgotten_with_it() -> None:
    device, link, wish = at_the_desk()
    got: list[Outcome] = []
    wish.lay_down(got.append)
    device.beat()
    link.chunks.extend([b"HK1.half", LinkFault.GONE])
    assert device.beat().device is DeviceState.NO_DEVICE
    device.close()
    assert device.open().device is DeviceState.ONLINE
    device.beat()
    link.chunks.append(b"A017\r")
    device.beat()
    assert got == [Scan("A017")]
