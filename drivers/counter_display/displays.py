"""The CounterDisplays that is handed out: calls on one side, the supervised line on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from drivers.counter_display.device import Care, DisplayDevice, Wanted
from drivers.front import Front
from drivers.serial_link import Opener, opener
from drivers.usb_power import power_switch
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor

NAME = "counter-display"
LONGEST_POLL_S = 10.0  # far below the time after which a strip drops what is not shown again


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """`poll_s`: seconds between two beats; at each one strip is asked, and those that changed."""

    baud: int = 57600
    poll_s: float = 1.0
    debounce_s: float = 1.5
    care: Care = field(default_factory=Care)
    called: str = "{label}"
    idle: str = ""


class LedStrips(Front[DisplayDevice]):
    """A CounterDisplays (see kiosk.ports.devices.counter_display)."""

    def __init__(
        self,
        supervisor: Supervisor,
        port_opener: Opener,
        addresses: Mapping[str, int],
        settings: DisplaySettings,
        power: Callable[[], bool] | None = None,
    ) -> None:
        self._counters = tuple(addresses)
        self._settings = settings
        self._wanted = Wanted(self._counters)
        super().__init__(
            supervisor,
            NAME,
            lambda: DisplayDevice(port_opener, addresses, self._wanted, settings.care),
            Limits(
                beat_every_s=min(settings.poll_s, LONGEST_POLL_S),
                debounce_s=settings.debounce_s,
                open_s=8.0 + 2 * len(addresses) * settings.care.answer_s,
                beat_s=15.0 + 2 * len(addresses) * settings.care.answer_s,
            ),
            power,
        )

    def counters(self) -> tuple[str, ...]:
        return self._counters

    def show(self, counter: str, label: str) -> None:
        called = self._settings.called.replace("{label}", label).replace("{counter}", counter)
        self._put(counter, called if label else self._settings.idle)

    def darken(self) -> None:
        for counter in self._counters:
            self._put(counter, "")

    def _put(self, counter: str, text: str) -> None:
        if counter in self._counters and self._wanted.put(counter, text):
            self._worker.poke()


def open_displays(
    port: str, supervisor: Supervisor, addresses: Mapping[str, int], settings: DisplaySettings | None = None
) -> LedStrips:
    """The strips at any pyserial URL or device path; safe when nothing is there yet."""
    chosen = settings or DisplaySettings()
    return LedStrips(supervisor, opener(port, chosen.baud), addresses, chosen, power_switch(port))
