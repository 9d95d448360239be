"""What the configuration says about the lights and the door's switch."""

from __future__ import annotations

from typing import Literal

from kiosk.operation.configuration.device_tables import OPTIONAL_PORT, DeviceTable, OptionalDevicePort
from kiosk.operation.configuration.keys import choice, text, whole

MOST = 8  # lines of a board, each way


class Settings(DeviceTable):
    """A small board with lights beside the openings and a switch at the door; the protocol is ours."""

    port: OptionalDevicePort = text("none", "Where the board is plugged in.", form=OPTIONAL_PORT)
    baud: int = whole(9600, 1200, 115200, "baud", "The line's speed.")
    card_light: int = whole(1, 0, MOST, "output", "The light at the card reader; 0: there is none.")
    ticket_light: int = whole(2, 0, MOST, "output", "The light at the ticket slot; 0: there is none.")
    scanner_light: int = whole(3, 0, MOST, "output", "The light at the scanner; 0: there is none.")
    door: int = whole(1, 0, MOST, "input", "The switch at the door; 0: there is none.")
    door_open: Literal["high", "low"] = choice("high", "What the switch's line is while the door is open.")
