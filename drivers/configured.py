"""Every device that a machine could have, by its name in logs and status, with its port and the command that tries it.

One that the configuration does not name is listed too, without a port: a technician sees that it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from drivers.device_classes import DeviceClass, device_classes
from drivers.speaker.settings import Settings as Speaker
from kiosk.operation.configuration import Configuration
from kiosk.operation.configuration.device_tables import NONE, DeviceTable, device_name
from kiosk.operation.device_sheet import Listed

_AS_CONFIGURED = ("baud", "engine", "suffix")  # what a probe has to be told where it is not the usual
_TRIES = {
    "receipt-printer": ("--test-page",),
    "document-printer": ("--test-page",),
    "signal-board": ("--flash",),
    "speaker": ("--say",),
}


def configured_devices(configuration: Configuration, place: Callable[[str, str], str]) -> Iterator[Listed]:
    """`place`: the port of a configured one and its class's name, where a virtual device stands among the others."""
    for one in device_classes():
        settings = configuration.of(one.settings)
        for key, given in _ports(settings):
            port = "" if given == NONE else place(given, one.name)
            probe = _probe(one, settings, key, port) if port else ()
            yield Listed(device_name(one.table, key), one.name, without_password(port), probe)


def without_password(port: str) -> str:
    return re.sub(r"://[^/@]*@", "://", port)


def _ports(settings: DeviceTable) -> list[tuple[str, str]]:
    if isinstance(settings, Speaker):
        return [("port", NONE if settings.silent else settings.device)]
    keys = [key for key in type(settings).model_fields if key == "port" or key.endswith("_port")] or ["port"]
    return [(key, settings.ports.get(key, NONE)) for key in keys]


def _probe(one: DeviceClass, settings: DeviceTable, key: str, port: str) -> tuple[str, ...]:
    lens = ("--lens", "face") if key == "face_port" else ()
    asked = (one.name, "--port", without_password(port), *lens)
    return (*asked, *_unusual(settings), *_TRIES.get(one.name, ()))


def _unusual(settings: DeviceTable) -> Iterator[str]:
    fields = type(settings).model_fields
    for word in _AS_CONFIGURED if "baud" in fields else ():
        if word in fields and getattr(settings, word) != fields[word].default:
            yield from (f"--{word}", str(getattr(settings, word)))
