"""The scanner that a terminal's pages ask: its own, or a camera where there is no scanner or it does not work."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.code_scanner import CodeScanner, Scan, ScanFailure

Outcome = Scan | ScanFailure
_WORKS = (DeviceState.ONLINE, DeviceState.BUSY, DeviceState.STARTING)


def reader_of(scanner: CodeScanner | None, camera: CodeScanner | None) -> CodeScanner | None:
    """None where neither is attached."""
    if scanner is None or camera is None:
        return scanner or camera
    return ScannerElseCamera(scanner, camera)


class ScannerElseCamera:
    """A CodeScanner. Who of the two looks is decided when somebody begins to wait, by whether the scanner works
    then.
    """

    def __init__(self, scanner: CodeScanner, camera: CodeScanner) -> None:
        self._scanner, self._camera = scanner, camera
        self._looking = scanner

    def status(self) -> DeviceStatus:
        return self._chosen().status()

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        for one in (self._scanner, self._camera):
            one.watch(lambda status: on_status(self.status()))

    def read(self, done: Callable[[Outcome], None]) -> None:
        before, self._looking = self._looking, self._chosen()
        if before is not self._looking:
            before.cancel()
        self._looking.read(done)

    def cancel(self) -> None:
        self._looking.cancel()

    def close(self) -> None:
        self._scanner.close()
        self._camera.close()

    def _chosen(self) -> CodeScanner:
        """The camera only when it works and the scanner does not: of two that are ill the scanner says why."""
        camera = self._scanner.status().device not in _WORKS and self._camera.status().device in _WORKS
        return self._camera if camera else self._scanner
