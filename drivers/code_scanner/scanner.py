"""The CodeScanner that is handed out: page calls on one side, the supervised device on the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.code_scanner.codec import EngineName
from drivers.code_scanner.device import Care, ScannerDevice
from drivers.code_scanner.engines import ENGINES
from drivers.code_scanner.wish import Outcome, Wish
from drivers.front import Front
from drivers.serial_link import Opener, opener
from drivers.usb_power import power_switch
from drivers.wishes import Refusals
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceStatus
from kiosk.ports.devices.code_scanner import ScanFailure

NAME = "code-scanner"
REFUSALS = Refusals(ScanFailure.SCANNER_GONE, ScanFailure.SCANNER_SILENT, ScanFailure.SCANNER_FAULT)


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """`poll_s`: seconds between two looks at the line while nobody waits."""

    engine: EngineName = EngineName.LINE
    baud: int = 9600
    poll_s: float = 0.2
    debounce_s: float = 1.5
    care: Care = field(default_factory=Care)


class SerialScanner(Front[ScannerDevice]):
    """A CodeScanner (see kiosk.ports.devices.code_scanner). Listeners are called on the device's own thread."""

    def __init__(
        self,
        supervisor: Supervisor,
        port_opener: Opener,
        settings: ScannerSettings,
        power: Callable[[], bool] | None = None,
    ) -> None:
        self._wish = Wish()
        engine, counters = ENGINES[settings.engine], supervisor.counters
        super().__init__(
            supervisor,
            NAME,
            lambda: ScannerDevice(
                port_opener, engine, self._wish, settings.care, lambda word: counters.add(NAME, word)
            ),
            Limits(beat_every_s=settings.poll_s, debounce_s=settings.debounce_s),
            power,
        )

    def read(self, done: Callable[[Outcome], None]) -> None:
        self._wish.lay_down(done)
        failure = REFUSALS.of(self._worker.status())
        if failure is not None:
            self._wish.answer(failure)
        self._worker.poke()

    def cancel(self) -> None:
        self._wish.take_back()
        self._worker.poke()

    def close(self) -> None:
        super().close()
        self._wish.answer(ScanFailure.SCANNER_GONE)

    def _told(self, status: DeviceStatus) -> None:
        failure = REFUSALS.of(status)
        if failure is not None:
            self._wish.answer(failure)
        super()._told(status)


def open_scanner(port: str, supervisor: Supervisor, settings: ScannerSettings | None = None) -> SerialScanner:
    """A scanner at any pyserial URL or device path; safe when nothing is there yet."""
    chosen = settings or ScannerSettings()
    return SerialScanner(supervisor, opener(port, chosen.baud), chosen, power_switch(port))
