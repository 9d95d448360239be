"""What the configuration says about the code scanner."""

from __future__ import annotations

from typing import Literal

from kiosk.operation.configuration.device_tables import OPTIONAL_PORT, DeviceTable, OptionalDevicePort
from kiosk.operation.configuration.keys import choice, flag, text, whole


class Settings(DeviceTable):
    """The scanner of bar codes and QR codes (serial, or USB as a serial port)."""

    port: OptionalDevicePort = text("none", "Where the scanner is plugged in.", form=OPTIONAL_PORT)
    baud: int = whole(9600, 1200, 921600, "baud", "The line's speed.")
    engine: Literal["line", "newland_old", "newland", "honeywell", "ssi"] = choice(
        "line", "Whose commands it takes: none, it only sends lines; EM3095 and GM65; unified commands; SYN; Zebra SSI."
    )
    suffix: Literal["cr", "lf", "crlf"] = choice("cr", "What ends a code. SSI has packets and needs none.")
    charset: Literal["auto", "utf-8", "gb18030"] = choice(
        "auto", "How a code's bytes become text; auto is UTF-8 and, where that cannot be, GB18030."
    )
    aim_id: bool = flag(False, "Each code begins with its kind (]Q1, ]C0), which is taken off.")
    prefix: str = text(
        "",
        "What the scanner puts before each code, and before its kind; it is taken off.",
        pattern="^[!-~]{0,16}$",
        form="at most 16 ASCII signs, no blank",
    )
    longest: int = whole(4096, 64, 16384, "bytes", "The longest code; what is longer is dropped.")
    most_per_second: int = whole(5, 1, 50, "codes", "More than so many codes in a second are a fault of the scanner.")
    poll_ms: int = whole(
        200, 50, 5000, "milliseconds", "Pause between two looks at the line; a second while nobody scans."
    )
