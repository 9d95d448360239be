"""What the configuration says about pads of keys."""

from __future__ import annotations

from typing import ClassVar

from kiosk.operation.configuration.device_tables import (
    NONE,
    OPTIONAL_PORT,
    VIRTUAL,
    DeviceTable,
    OptionalDevicePort,
)
from kiosk.operation.configuration.keys import text, whole


class Settings(DeviceTable):
    """Pads of keys that can be felt: one at the citizen's terminal, one at the clerk's caller."""

    AT: ClassVar[frozenset[str]] = frozenset({"terminal", "caller"})

    port: OptionalDevicePort = text("none", "Where the terminal's pad is plugged in.", form=OPTIONAL_PORT)
    clerk_port: OptionalDevicePort = text("none", "Where the caller's pad is plugged in.", form=OPTIONAL_PORT)
    baud: int = whole(9600, 1200, 115200, "baud", "The speed of a serial pad; a pad that is a keyboard has none.")

    def port_at(self, role: str) -> str:
        return {"terminal": self.port, "caller": self.clerk_port}.get(role, NONE)

    def wanted_at(self, role: str) -> bool:
        return self.port_at(role) != NONE

    @property
    def wanted(self) -> bool:
        return (self.port, self.clerk_port) != (NONE, NONE)

    @property
    def wants_virtual(self) -> bool:
        return VIRTUAL in (self.port, self.clerk_port)
