"""What the benchmark has to know of the devices' lines."""

from __future__ import annotations

from drivers.id_card.codec import bytes_of_a_read
from drivers.id_card.settings import Settings as Reader
from drivers.receipt_printer.settings import Settings as Printer
from kiosk.operation.benchmark.wires import Wires
from kiosk.operation.configuration import Configuration


def wires(configuration: Configuration) -> Wires:
    return Wires(bytes_of_a_read() * 10_000 / configuration.of(Reader).baud, configuration.of(Printer).baud)
