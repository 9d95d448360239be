"""Of scanner and camera one looks at a time, and whoever waited at the other is told."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.operation.terminal.code_readers import Outcome, ScannerElseCamera, reader_of
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.code_scanner import Scan, ScanFailure


class Looker:
    """A CodeScanner as the test wants it."""

    def __init__(self) -> None:
        self.state = DeviceState.ONLINE
        self.waits: Callable[[Outcome], None] | None = None

    def status(self) -> DeviceStatus:
        return DeviceStatus(self.state)

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def read(self, done: Callable[[Outcome], None]) -> None:
        self.waits = done

    def show(self, outcome: Outcome) -> None:
        waits, self.waits = self.waits, None
        if waits is not None:
            waits(outcome)

    def cancel(self) -> None:
        self.show(ScanFailure.NO_CODE)

    def close(self) -> None:
        self.show(ScanFailure.SCANNER_GONE)


def test_who_waited_at_the_scanner_is_told_when_the_next_one_waits_at_the_camera() -> None:
    scanner, camera, first, second = Looker(), Looker(), list[Outcome](), list[Outcome]()
    both = ScannerElseCamera(scanner, camera)
    both.read(first.append)
    scanner.state = DeviceState.NO_DEVICE
    both.read(second.append)
    assert first == [ScanFailure.NO_CODE]
    scanner.show(Scan("late"))
    camera.show(Scan("A017"))
    assert (first, second) == ([ScanFailure.NO_CODE], [Scan("A017")])


def test_stopping_reaches_whoever_looks_and_of_two_ill_ones_the_scanner_says_why() -> None:
    scanner, camera, told = Looker(), Looker(), list[Outcome]()
    both = ScannerElseCamera(scanner, camera)
    scanner.state = DeviceState.OFFLINE
    assert both.status().device is DeviceState.ONLINE
    both.read(told.append)
    both.cancel()
    assert told == [ScanFailure.NO_CODE]
    camera.state = DeviceState.NO_DEVICE
    assert both.status().device is DeviceState.OFFLINE


def test_of_one_alone_it_is_that_one() -> None:
    one = Looker()
    assert (reader_of(one, None), reader_of(None, one), reader_of(None, None)) == (one, one, None)
