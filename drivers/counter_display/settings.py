"""What the configuration says about the strips above the counters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kiosk.operation.configuration.device_tables import OPTIONAL_PORT, VIRTUAL, DeviceTable, OptionalDevicePort
from kiosk.operation.configuration.keys import choice, text, whole, words

MOST = 64  # strips on one line
LEAST_KEPT_S = 60  # what stands is shown again every 30 s
HIGHEST = 0x7FFF  # an address; 8000 is this machine, 65535 all at once


def addresses(strips: tuple[str, ...]) -> dict[str, int]:
    """Counter to address. Raises ValueError for anything but `counter=address`, each of both once."""
    found: dict[str, int] = {}
    for strip in strips:
        counter, _, address = (part.strip() for part in strip.partition("="))
        number = int(address) if address.isascii() and address.isdigit() else 0
        if not counter or not 1 <= number <= HIGHEST or counter in found or number in found.values():
            raise ValueError(strip)
        found[counter] = number
    return found


def _strips(strips: tuple[str, ...]) -> tuple[str, ...]:
    try:
        addresses(strips)
    except ValueError:
        what = f'must be like ["3=1", "4=2"]: each counter and each address (1 to {HIGHEST}) once'
        raise PydanticCustomError("not_strips", "{what}", {"what": what}) from None
    return strips


def _keep(seconds: int) -> int:
    """Less would go between two times at which it is shown."""
    if 0 < seconds < LEAST_KEPT_S:
        what = f"must be 0, or {LEAST_KEPT_S} and more"
        raise PydanticCustomError("not_kept", "{what}", {"what": what})
    return seconds


class Settings(DeviceTable):
    """LED strips above the counters (Onbon BX-5K, RS-485)."""

    AT: ClassVar[frozenset[str]] = frozenset({"board"})

    port: OptionalDevicePort = text("none", "Where the strips' line is plugged in.", form=OPTIONAL_PORT)
    baud: int = whole(57600, 1200, 921600, "baud", "The line's speed.")
    strips: Annotated[tuple[str, ...], AfterValidator(_strips)] = words(
        (), "Which counter has which address.", most=MOST
    )
    width: int = whole(96, 8, 1024, "dots", "Width of a strip.")
    height: int = whole(16, 8, 256, "dots", "Height of a strip.")
    unit: Literal["bytes", "pixels"] = choice("bytes", "How a strip counts its width: by eight dots, or by one.")
    charset: Literal["gb2312", "gbk"] = choice("gbk", "What the font in the strip holds.")
    keep_s: Annotated[int, AfterValidator(_keep)] = whole(
        120, 0, 65535, "seconds", "After so long (60 or more) a strip drops what is not shown again; 0: never."
    )
    called: str = text("{label}", "What stands there for a called number; {counter} may stand in it too.")
    idle: str = text("", "What stands there while nobody is called; empty: dark.")

    @classmethod
    def all_virtual(cls) -> Mapping[str, object]:
        return {"port": VIRTUAL, "strips": ("1=1", "2=2", "3=3", "4=4")}
