"""The registry of device classes: every folder here that holds a `settings.py`. Nothing else has to be told of a class.

What a class's folder holds, each part loaded only when somebody asks for it (docs/devices.md says more):

    settings.py  class Settings(DeviceTable)                       its table of the configuration
    attach.py    attach(settings, surroundings) -> the port        puts the device under the supervisor
    probe.py     WORDS, add_arguments(parser), probe(given, out)   `main.py probe NAME`
    bench.py     unit(folder, changed) -> Unit                     its virtual device in the process `virtual-devices`
    hints.py     HINTS                                             the signs by which a plugged-in device is suggested
    fuzz.py      TARGETS                                           its codecs, for tests and `make fuzz-devices`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kiosk.operation.configuration import Schema, with_devices
from kiosk.operation.configuration.device_tables import DeviceTable

if TYPE_CHECKING:
    from drivers.binding.suggestions import Hint

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class DeviceClass:
    """One folder. `table` names its table of the configuration; `name` is for commands, logs and status."""

    table: str

    @property
    def name(self) -> str:
        return self.table.replace("_", "-")

    def has(self, part: str) -> bool:
        return (HERE / self.table / f"{part}.py").is_file()

    def part(self, part: str) -> Any:
        """The module; a class without it is a bug of whoever asks."""
        return import_module(f"drivers.{self.table}.{part}")

    @property
    def settings(self) -> type[DeviceTable]:
        return cast(type[DeviceTable], self.part("settings").Settings)

    @property
    def attach(self) -> Callable[..., Any]:
        return cast(Callable[..., Any], self.part("attach").attach)

    @property
    def hints(self) -> tuple[Hint, ...]:
        return tuple(self.part("hints").HINTS) if self.has("hints") else ()


@cache
def device_classes() -> tuple[DeviceClass, ...]:
    return tuple(DeviceClass(file.parent.name) for file in sorted(HERE.glob("*/settings.py")))


def with_part(part: str) -> tuple[DeviceClass, ...]:
    return tuple(one for one in device_classes() if one.has(part))


def tables() -> Mapping[str, type[DeviceTable]]:
    return {one.table: one.settings for one in device_classes()}


@cache
def schema() -> Schema:
    """The whole configuration, the tables of the devices among it."""
    return with_devices(tables())
