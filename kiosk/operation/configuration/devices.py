"""The tables of the devices. A port is `virtual` where no hardware is: then `virtual-devices` holds its far end."""

from __future__ import annotations

from typing import Literal

from kiosk.operation.configuration.keys import Table, choice, text, whole
from kiosk.operation.configuration.places import CLOCK, CLOCK_FORM, DevicePort

PORT = "virtual, a device path or a pyserial URL"


class IdCard(Table):
    """The ID-card reader (SAM module on a serial line)."""

    port: DevicePort = text("virtual", "Where the reader is plugged in.", form=PORT)
    baud: int = whole(115200, 1200, 921600, "baud", "The line's speed.")
    poll_ms: int = whole(200, 100, 5000, "milliseconds", "Pause between two looks for a card.")


class ReceiptPrinter(Table):
    """The ticket printer (ESC/POS, 80 mm)."""

    port: DevicePort = text("virtual", "Where the printer is plugged in.", form=PORT)
    baud: int = whole(115200, 1200, 921600, "baud", "The line's speed.")
    columns: int = whole(48, 24, 64, "columns", "Half-width characters in a line.")
    dots: int = whole(576, 288, 832, "dots", "Printable width.")
    qr: Literal["native", "raster"] = choice("native", "Who draws the QR code: the printer's own command, or we.")


class Speaker(Table):
    """The voice of the hall's calls."""

    device: str = text("default", "ALSA's name of the sound device.")
    engine: Literal["auto", "clips", "espeak-ng", "silent"] = choice(
        "auto", "Recorded clips, the espeak-ng synthesizer, or whichever of the two is there; silent: no voice."
    )
    volume: int = whole(80, 0, 100, "percent", "Loudness of calls by day.")
    night_volume: int = whole(40, 0, 100, "percent", "Loudness of calls by night.")
    night_from: str = text("22:00", "When the night begins.", form=CLOCK_FORM, pattern=CLOCK)
    night_until: str = text("06:00", "When the night ends.", form=CLOCK_FORM, pattern=CLOCK)
