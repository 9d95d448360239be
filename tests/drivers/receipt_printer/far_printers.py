"""Virtual printers at the far end of USB pipes in memory and of a socket, as one test needs them."""

from __future__ import annotations

from dataclasses import replace

from drivers.binding.listing import ListedPort
from drivers.far_end.tcp_line import TcpLine
from drivers.far_end.usb_pipes import MemoryUsb
from drivers.receipt_printer.printer import TicketPrinter
from drivers.receipt_printer.printing import Patience
from drivers.receipt_printer.virtual import Build, VirtualPrinter
from drivers.serial_link import Link, LinkFault
from drivers.tcp_link import open_tcp
from drivers.usb_link import Pipes, UsbPipes, open_usb
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import PrintReport, TicketSlip
from tests.drivers.stage import PRINTER, SLIP, Heard

PORT = ListedPort("1-4:1.0", 0x04B8, 0x0202, name="a printer", interface_class=7)
SETTINGS = replace(PRINTER, baud=1200, patience=Patience(confirm=2.5, echo=1.2, poll=0.1, trouble=0.3))
FAST = Build(speed=8000.0)  # dots a second: tests need not wait for the paper


class UsbPrinter:
    def __init__(self) -> None:
        self.usb = MemoryUsb(self._received)
        self.printer = VirtualPrinter(self.usb.send, build=FAST)
        self._left: int | None = None

    def pull_after(self, count: int) -> None:
        """The cable, when so many bytes more have come."""
        self._left = count

    def _received(self, data: bytes) -> None:
        whole = len(data) if self._left is None else max(0, min(self._left, len(data)))
        self.printer.received(data[:whole])
        if self._left is not None:
            self._left -= whole
            if self._left <= 0:
                self._left = None
                self.usb.plug(False)

    def claim(self, port: ListedPort) -> UsbPipes | LinkFault:
        return self.usb.claim()

    def open(self) -> Link | LinkFault:
        return open_usb(PORT, self.claim, Pipes.SINGLE, write_limit_s=0.3)

    def attached(self, supervisor: Supervisor) -> TicketPrinter:
        return TicketPrinter(supervisor, self.open, SETTINGS)

    def close(self) -> None:
        self.printer.close()


class NetworkPrinter:
    def __init__(self) -> None:
        self.line = TcpLine(lambda data: self.printer.received(data))
        self.printer = VirtualPrinter(self.line.send, build=FAST)

    def open(self) -> Link | LinkFault:
        return open_tcp(self.line.url, write_limit_s=0.3)

    def attached(self, supervisor: Supervisor) -> TicketPrinter:
        return TicketPrinter(supervisor, self.open, SETTINGS)

    def close(self) -> None:
        self.line.close()
        self.printer.close()


def printed(printer: TicketPrinter, slip: TicketSlip = SLIP) -> PrintReport:
    heard: Heard[PrintReport] = Heard()
    printer.print_ticket(slip, heard)
    return heard.first()
