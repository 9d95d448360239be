"""The SignalBoard that is handed out: calls on one side, the supervised board on the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.front import Front
from drivers.serial_link import Opener, opener
from drivers.signal_board.codec import SILENCE_S
from drivers.signal_board.device import SignalDevice, Wanted, Wiring
from drivers.usb_power import power_switch
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices.signal_board import Flash, Light

NAME = "signal-board"
LONGEST_POLL_S = SILENCE_S / 3


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """`poll_s`: seconds between two looks at the inputs; never so many that a board darkens its lights meanwhile."""

    baud: int = 9600
    poll_s: float = 1.0
    debounce_s: float = 1.5
    wiring: Wiring = field(default_factory=Wiring)


class SerialBoard(Front[SignalDevice]):
    """A SignalBoard (see kiosk.ports.devices.signal_board)."""

    def __init__(
        self,
        supervisor: Supervisor,
        port_opener: Opener,
        settings: BoardSettings,
        power: Callable[[], bool] | None = None,
    ) -> None:
        self._wanted = Wanted()
        super().__init__(
            supervisor,
            NAME,
            lambda: SignalDevice(port_opener, settings.wiring, self._wanted),
            Limits(beat_every_s=min(settings.poll_s, LONGEST_POLL_S), debounce_s=settings.debounce_s),
            power,
        )

    def light(self, which: Light, flash: Flash) -> None:
        if self._wanted.put(which, flash):
            self._worker.poke()


def open_board(port: str, supervisor: Supervisor, settings: BoardSettings | None = None) -> SerialBoard:
    """A board at any pyserial URL or device path; safe when nothing is there yet."""
    chosen = settings or BoardSettings()
    return SerialBoard(supervisor, opener(port, chosen.baud), chosen, power_switch(port))
