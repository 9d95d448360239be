"""Where a ticket's time goes: the terminal's own points, and a printer that is listened to. Nothing else is changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.journeys.ticket_life import Point
from kiosk.ports.devices import DeviceStatus, PrintReport, ReceiptPrinter, TicketSlip


@dataclass(frozen=True, slots=True)
class Split:
    """Milliseconds of one ticket, in order. `line` is the wire's own time: bytes × 10 / baud.

    `whole`: from the touch to the last byte at the printer, by the printer's own clock.
    """

    wish: float  # touch, journey, intent stored
    reserve: float  # the hall's number, over HTTP
    commit: float  # ticket and outbox row in one transaction
    handing: float  # the book knows that it prints, the printer was asked for its paper
    render: float
    wire: float
    confirm: float  # the paper comes out and the printer says so
    line: float
    whole: float

    @property
    def beyond_wire(self) -> float:
        return self.whole - self.line


@dataclass
class Stopwatch:
    """Marks of one ticket, monotonic nanoseconds. `passing` is what the terminal tells its points to."""

    marks: dict[str, int] = field(default_factory=dict)
    report: PrintReport | None = None

    def begin(self) -> None:
        self.marks, self.report = {"touch": time.monotonic_ns()}, None

    def passing(self, point: Point) -> None:
        self.marks[point.value] = time.monotonic_ns()

    def split(self, last_byte_ms: float, size: int, baud: int) -> Split:
        """Raises KeyError or ValueError when the ticket did not go all the way."""
        if self.report is None:
            raise ValueError("no print was reported")
        report, marks = self.report, self.marks
        touch, stored, reserved, committed = (
            marks[name] / 1e6 for name in ("touch", Point.INTENT_STORED, Point.RESERVED, Point.COMMITTED)
        )
        printed = marks["reported"] / 1e6
        sending = printed - report.confirm_ms - report.wire_ms
        return Split(
            wish=stored - touch,
            reserve=reserved - stored,
            commit=committed - reserved,
            handing=sending - committed - report.render_ms,
            render=report.render_ms,
            wire=report.wire_ms,
            confirm=report.confirm_ms,
            line=size * 10_000 / baud,
            whole=last_byte_ms - touch,
        )


class HeardPrinter:
    """A ReceiptPrinter that notes what another one reports, and when."""

    def __init__(self, printer: ReceiptPrinter, watch: Stopwatch) -> None:
        self._printer = printer
        self._watch = watch

    def status(self) -> DeviceStatus:
        return self._printer.status()

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        self._printer.watch(on_status)

    def print_ticket(self, slip: TicketSlip, done: Callable[[PrintReport], None]) -> None:
        def told(report: PrintReport) -> None:
            self._watch.marks["reported"] = time.monotonic_ns()
            self._watch.report = report
            done(report)

        self._printer.print_ticket(slip, told)

    def close(self) -> None:
        self._printer.close()
