"""What the benchmark has to know of the devices: their lines, and what it costs to make a ticket for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drivers.id_card.codec import bytes_of_a_read
from drivers.id_card.settings import Settings as Reader
from drivers.receipt_printer.codec import Paper, Qr, ticket
from drivers.receipt_printer.samples import SAMPLES
from drivers.receipt_printer.settings import Settings as Printer
from kiosk.operation.benchmark.wires import Wires
from kiosk.operation.configuration import Configuration


def wires(configuration: Configuration) -> Wires:
    reader, printer = configuration.of(Reader), configuration.of(Printer)
    return Wires(bytes_of_a_read() * 10_000 / reader.baud, printer.baud, _renderings())


def _renderings() -> Mapping[str, Callable[[], object]]:
    """The usual ticket, and the costliest: a rare name and the code drawn as dots."""
    usual, drawn = Paper(), Paper(qr=Qr.RASTER)
    return {
        "as text": lambda: ticket(SAMPLES["usual"], usual),
        "with a drawn name and code": lambda: ticket(SAMPLES["drawn"], drawn),
    }
