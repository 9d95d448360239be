"""What the configuration says about the ID-card reader."""

from __future__ import annotations

from typing import Literal

from kiosk.operation.configuration.device_tables import PORT, DevicePort, DeviceTable
from kiosk.operation.configuration.keys import choice, flag, text, whole


class Settings(DeviceTable):
    """The ID-card reader (SAM module on a serial line or on USB)."""

    port: DevicePort = text("virtual", "Where the reader is plugged in.", form=PORT)
    baud: int = whole(115200, 1200, 921600, "baud", "The line's speed.")
    poll_ms: int = whole(200, 100, 5000, "milliseconds", "Pause between two looks for a card.")
    usb_pipes: Literal["single", "paired"] = choice(
        "single", "How a reader on USB is spoken to: whole frames by one pair of pipes, or heads and bodies by two."
    )
    new_address: bool = flag(False, "The address that was appended to the card later is read too.")
    photo: bool = flag(False, "The photo is kept, undecoded and in memory, while the card that was read lies there.")
    photo_decoder: str = text(
        "", "A program that gets the photo's 1,024 bytes and gives a BMP, PNG or PPM; empty: a drawn figure."
    )
