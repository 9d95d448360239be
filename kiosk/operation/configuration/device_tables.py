"""The table that a class of devices brings with it. The inside knows none of them by name: main.py hands them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kiosk.operation.configuration.keys import Table

PORT = "virtual, a device path, a place like place:1-2.3:1.0 or a pyserial URL"
OPTIONAL_PORT = f"none, {PORT}"
VIRTUAL, NONE, PLACE = "virtual", "none", "place:"


class DeviceTable(Table):
    """What the configuration says about one class of devices. Most have a `port`.

    `AT`: the roles whose process attaches the device when it is there: terminal, board, caller.
    """

    AT: ClassVar[frozenset[str]] = frozenset({"terminal"})

    @property
    def wanted(self) -> bool:
        """Whether there is such a device at all; without a port of its own it always is."""
        return getattr(self, "port", VIRTUAL) != NONE

    def wanted_at(self, role: str) -> bool:
        """Whether the process of this role attaches it."""
        return role in self.AT and self.wanted

    @property
    def wants_virtual(self) -> bool:
        """Whether the far end is one of the process `virtual-devices`."""
        return getattr(self, "port", NONE) == VIRTUAL

    @classmethod
    def all_virtual(cls) -> Mapping[str, object]:
        """Its table of docs/every-device.toml: all that the class has, and none of it real. Empty where that is how it
        stands without a word."""
        return {"port": VIRTUAL} if "port" in cls.model_fields else {}

    @property
    def ports(self) -> Mapping[str, str]:
        """What stands under `port` and, where a class has several devices, under `…_port`, without those there are
        none of."""
        keys = [name for name in type(self).model_fields if name == "port" or name.endswith("_port")]
        return {key: getattr(self, key) for key in keys if getattr(self, key) != NONE}


def device_name(table: str, key: str) -> str:
    """As the device is called in the log: id-card, camera, face-camera."""
    before = key.removesuffix("port").rstrip("_")
    return "-".join(part for part in (before, table) if part).replace("_", "-")


def _port(port: str) -> str:
    if port == VIRTUAL or port.startswith(("/", PLACE)) or "://" in port:
        return port
    raise PydanticCustomError(
        "not_a_port", "must be virtual, a device path like /dev/ttyUSB0, a place like place:1-2:1.0, or a pyserial URL"
    )


def _optional_port(port: str) -> str:
    return port if port == NONE else _port(port)


DevicePort = Annotated[str, AfterValidator(_port)]
OptionalDevicePort = Annotated[str, AfterValidator(_optional_port)]
