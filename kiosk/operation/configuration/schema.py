"""The whole configuration: its tables, in the order in which a technician meets them.

The devices' tables come from the devices' own folders: `with_devices` makes the schema that holds them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from pydantic import create_model

from kiosk.operation.configuration.device_tables import DeviceTable
from kiosk.operation.configuration.keys import Key, Table, key_of
from kiosk.operation.configuration.limits import Limits
from kiosk.operation.configuration.nodes import City, Hall, Log, State, Terminal
from kiosk.operation.configuration.records import Records
from kiosk.operation.configuration.services import Admission, Messages
from kiosk.operation.configuration.storage import Storage
from kiosk.operation.configuration.windows import Board, Caller, Evaluator, Screen

D = TypeVar("D", bound=DeviceTable)


class Configuration(Table):
    """What `kiosk.toml` says, with a default for whatever it does not say."""

    state: State = State()
    terminal: Terminal = Terminal()
    screen: Screen = Screen()
    caller: Caller = Caller()
    evaluator: Evaluator = Evaluator()
    board: Board = Board()
    hall: Hall = Hall()
    city: City = City()
    messages: Messages = Messages()
    admission: Admission = Admission()
    records: Records = Records()
    storage: Storage = Storage()
    log: Log = Log()
    limits: Limits = Limits()

    def of(self, table: type[D]) -> D:
        """A device class's table; its defaults where this schema knows no devices."""
        return next((own for own in self._devices() if isinstance(own, table)), None) or table()

    @property
    def needs_virtual_devices(self) -> bool:
        return any(table.wants_virtual for table in self._devices())

    def device_ports(self) -> Iterator[tuple[str, str, str]]:
        """Table, key and configured port of every device that there is."""
        for name in type(self).model_fields:
            table = getattr(self, name)
            if isinstance(table, DeviceTable):
                yield from ((name, key, port) for key, port in table.ports.items())

    def _devices(self) -> Iterator[DeviceTable]:
        for name in type(self).model_fields:
            table = getattr(self, name)
            if isinstance(table, DeviceTable):
                yield table


Schema = type[Configuration]


def with_devices(models: Mapping[str, type[DeviceTable]]) -> Schema:
    """The configuration with a table for each class of devices, in the order given."""
    fields = {name: (model, model()) for name, model in models.items()}
    made = create_model("Configuration", __base__=Configuration, __doc__=Configuration.__doc__, **cast(Any, fields))
    return cast(Schema, made)


def tables(schema: Schema) -> dict[str, type[Table]]:
    """Each table's name and model."""
    return {name: type(field.default) for name, field in schema.model_fields.items()}


def keys(schema: Schema, table: str) -> Iterator[Key]:
    for name, field in tables(schema)[table].model_fields.items():
        yield key_of(table, name, field)
