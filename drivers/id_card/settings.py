"""What the configuration says about the ID-card reader."""

from __future__ import annotations

from kiosk.operation.configuration.device_tables import PORT, DevicePort, DeviceTable
from kiosk.operation.configuration.keys import text, whole


class Settings(DeviceTable):
    """The ID-card reader (SAM module on a serial line)."""

    port: DevicePort = text("virtual", "Where the reader is plugged in.", form=PORT)
    baud: int = whole(115200, 1200, 921600, "baud", "The line's speed.")
    poll_ms: int = whole(200, 100, 5000, "milliseconds", "Pause between two looks for a card.")
