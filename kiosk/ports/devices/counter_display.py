"""The strips above the counters as the inside needs them: whose number each shows now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class CounterDisplays(Protocol):
    """All strips of one line. All calls are non-blocking; listeners are called on the device's own thread.

    A strip that was away is shown its text again when it answers. `status().detail("strip 3")` is `online`, `offline`
    or `unknown` for the strip of counter 3.
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def counters(self) -> tuple[str, ...]:
        """Those that have a strip."""

    def show(self, counter: str, label: str) -> None:
        """Whose number it is now, empty for nobody's. A counter without a strip is passed over."""

    def darken(self) -> None:
        """Nobody knows whose number it is: nothing is shown, which is not the same as nobody's."""

    def close(self) -> None: ...
