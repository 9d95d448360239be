"""The whole configuration: its tables, in the order in which a technician meets them."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.operation.configuration.devices import IdCard, ReceiptPrinter, Speaker
from kiosk.operation.configuration.keys import Key, Table, key_of
from kiosk.operation.configuration.limits import Limits
from kiosk.operation.configuration.nodes import City, Hall, Log, State, Terminal
from kiosk.operation.configuration.services import Admission, Messages
from kiosk.operation.configuration.storage import Storage
from kiosk.operation.configuration.windows import Board, Caller, Evaluator, Screen


class Configuration(Table):
    """What `kiosk.toml` says, with a default for whatever it does not say."""

    state: State = State()
    terminal: Terminal = Terminal()
    screen: Screen = Screen()
    id_card: IdCard = IdCard()
    receipt_printer: ReceiptPrinter = ReceiptPrinter()
    speaker: Speaker = Speaker()
    caller: Caller = Caller()
    evaluator: Evaluator = Evaluator()
    board: Board = Board()
    hall: Hall = Hall()
    city: City = City()
    messages: Messages = Messages()
    admission: Admission = Admission()
    storage: Storage = Storage()
    log: Log = Log()
    limits: Limits = Limits()

    @property
    def needs_virtual_devices(self) -> bool:
        return "virtual" in (self.id_card.port, self.receipt_printer.port)


def tables() -> dict[str, type[Table]]:
    """Each table's name and model."""
    return {name: type(field.default) for name, field in Configuration.model_fields.items()}


def keys(table: str) -> Iterator[Key]:
    for name, field in tables()[table].model_fields.items():
        yield key_of(table, name, field)
