"""The near side of a device under the supervisor: what every port object shares, whatever its class asks for beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic

from drivers.wishes import Listeners
from kiosk.operation.device_orders import D
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceStatus

END_S = 1.0


class Front(Generic[D]):
    """Attaches at once: what `make` and `_told` use has to stand before. `make` builds a fresh, unopened device."""

    def __init__(
        self,
        supervisor: Supervisor,
        name: str,
        make: Callable[[], D],
        limits: Limits,
        power: Callable[[], bool] | None = None,
    ) -> None:
        self._listeners = Listeners[DeviceStatus]()
        self._worker = supervisor.attach(name, make, self._told, limits, power)

    def status(self) -> DeviceStatus:
        return self._worker.status()

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        self._listeners.add(on_status)

    def close(self) -> None:
        self._worker.stop()
        self._worker.join(END_S)

    def _told(self, status: DeviceStatus) -> None:
        """On the device's own thread."""
        self._listeners(status)
