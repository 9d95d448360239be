"""The terminal's heart: one thread that plays the citizen's journey. No Qt, no device bytes, no SQL.

Touches, device answers and results arrive as inputs in one bounded queue; the pure journey decides; the carrier does
what it asks; the window gets a `View` after each change.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.journeys.effects import Effect, Take
from kiosk.journeys.intents import (
    CardLaid,
    CardLying,
    CardRemoved,
    Input,
    Intent,
    PrinterReturned,
    ReaderReturned,
    Stumbled,
    Tick,
    WorldInput,
)
from kiosk.journeys.pages import Failure, FailureReason, Knowledge, View
from kiosk.journeys.session import Limits, Scene, Session, is_free, view_of
from kiosk.journeys.take_ticket import step
from kiosk.ports.devices import (
    CardEventKind,
    CardMedia,
    CardReader,
    DeviceState,
    DeviceStatus,
    ReceiptPrinter,
    can_print,
)
from kiosk.ports.devices.code_scanner import CodeScanner
from kiosk.ports.log import Log

LONGEST_QUEUE = 256  # inputs
_BEAT_S = 1.0


class Carrier(Protocol):
    """Carries effects out and tells results back; see `kiosk.operation.terminal.carrying`."""

    def carry_out(self, effect: Effect, session: Session, knowledge: Knowledge) -> None: ...

    def close(self) -> None: ...


class TerminalCore:
    """`show` is called on the core's thread with each new picture; `send` may be called from any thread."""

    def __init__(
        self, show: Callable[[View], None], limits: Limits, log: Log, queue_limit: int = LONGEST_QUEUE
    ) -> None:
        self._show = show
        self._limits = limits
        self._log = log
        self._inputs: queue.Queue[Input | Callable[[], None] | None] = queue.Queue(queue_limit)
        self._session = Session()
        self._knowledge = Knowledge()
        self._shown: View | None = None
        self._carrier: Carrier | None = None
        self._end: Callable[[], None] | None = None
        self._thread = threading.Thread(target=self._run, name="terminal-core", daemon=True)

    def start(
        self,
        carrier: Carrier,
        reader: CardReader,
        printer: ReceiptPrinter,
        card_reported: bool = False,
        scanner: CodeScanner | None = None,
    ) -> None:
        """`card_reported`: before the last stop the staff were told of a card, and not that it was taken."""
        self._carrier = carrier
        self._session = Session(reported=card_reported)
        reader.watch(self._reader_status, self._card)
        printer.watch(self._printer_status)
        self._learn_devices(reader, printer)
        if scanner is not None:
            scanner.watch(self._scanner_status)
            self._learn(replace(self._knowledge, scanner=scanner.status()))
        self._thread.start()

    def follow(self, look: Callable[[View], None]) -> None:
        """`look` sees every picture too, on the core's thread; it must be quick. Before `start`."""
        shown = self._show

        def show(view: View) -> None:
            shown(view)
            look(view)

        self._show = show

    def first_view(self) -> View:
        """The home page before anything is known."""
        return view_of(self._session, self._scene())

    def out_of_service(self, reason: FailureReason) -> None:
        """Before `start`: shows why the terminal cannot begin, e.g. a book that cannot be opened."""
        self._show(replace(self.first_view(), page=Failure(reason)))

    def send(self, touch: Intent) -> None:
        """A touch. When the queue is full it is dropped: the citizen touches again."""
        try:
            self._inputs.put_nowait(touch)
        except queue.Full:
            self._log.event("touch_dropped", input=type(touch).__name__)

    def tell(self, answer: WorldInput) -> None:
        """What a device or the hall answered; waits for a place, because somebody waits for it."""
        self._inputs.put(answer)

    def stumble(self, bug: BaseException) -> None:
        """A bug of the window: the visit is wiped and the screen apologises."""
        self._log.bug("terminal_window", bug)
        self.tell(Stumbled())

    def know(self, knowledge: Knowledge) -> None:
        """New catalogue, settings or figures; device states are kept from the devices themselves."""
        self._soon(lambda: self._learn(_with_devices_of(self._knowledge, knowledge)))

    def end_when_free(self, end: Callable[[], None]) -> None:
        """Calls `end` once, on the core's thread, as soon as nobody is in the middle of a visit; from any thread."""
        self._end = end

    def stop(self, limit_s: float = 2.0) -> None:
        self._inputs.put(None)
        self._thread.join(limit_s)

    # --- on the core's thread ---

    def _run(self) -> None:
        self._paint()
        beat = time.monotonic() + _BEAT_S
        while True:
            try:
                given = self._inputs.get(timeout=max(0.0, beat - time.monotonic()))
            except queue.Empty:
                given, beat = Tick(), time.monotonic() + _BEAT_S
            if given is None:
                return
            self._guarded(given)
            self._end_if_free()

    def _end_if_free(self) -> None:
        end = self._end
        if end is not None and is_free(self._session):
            self._end = None
            end()

    def _guarded(self, given: Input | Callable[[], None]) -> None:
        """A bug in here wipes the visit and apologises; it never stops the terminal."""
        try:
            self._take_in(given)
        except Exception as bug:  # the border between a bug and the citizen
            self._log.bug("terminal_stumbled", bug)
            self._session, todo = step(self._session, Stumbled(), self._scene())
            self._carry(todo)
        self._paint()

    def _take_in(self, given: Input | Callable[[], None]) -> None:
        if callable(given):
            given()
            return
        self._session, todo = step(self._session, given, self._scene())
        if any(isinstance(effect, Take) for effect in todo):
            self._paint()  # the citizen sees at once that the touch was taken
        self._carry(todo)

    def _carry(self, todo: tuple[Effect, ...]) -> None:
        for effect in todo:
            if self._carrier is not None:
                self._carrier.carry_out(effect, self._session, self._knowledge)

    def _scene(self) -> Scene:
        return Scene(self._knowledge, self._limits, time.monotonic_ns() // 1_000_000)

    def _paint(self) -> None:
        view = view_of(self._session, self._scene())
        if view != self._shown:
            self._shown = view
            self._show(view)

    def _learn(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def _learn_devices(self, reader: CardReader, printer: ReceiptPrinter) -> None:
        self._knowledge = replace(self._knowledge, reader=reader.status(), printer=printer.status())
        self._reader_status(reader.status())

    # --- on other threads ---

    def _soon(self, act: Callable[[], None]) -> None:
        self._inputs.put(act)

    def _reader_status(self, status: DeviceStatus) -> None:
        self._soon(lambda: self._reader_changed(status))

    def _reader_changed(self, status: DeviceStatus) -> None:
        was = self._knowledge.reader.device
        self._learn(replace(self._knowledge, reader=status))
        if status.media is CardMedia.PRESENT and not self._session.card_present:
            self._take_in(CardLying())
        if status.media is CardMedia.NOT_PRESENT and self._session.reported and not self._session.card_present:
            self._take_in(CardRemoved())
        if status.device is DeviceState.ONLINE and was is not DeviceState.ONLINE:
            self._take_in(ReaderReturned())

    def _printer_status(self, status: DeviceStatus) -> None:
        self._soon(lambda: self._printer_changed(status))

    def _printer_changed(self, status: DeviceStatus) -> None:
        could = can_print(self._knowledge.printer)
        self._learn(replace(self._knowledge, printer=status))
        if can_print(status) and not could:
            self._take_in(PrinterReturned())

    def _scanner_status(self, status: DeviceStatus) -> None:
        self._soon(lambda: self._learn(replace(self._knowledge, scanner=status)))

    def _card(self, kind: CardEventKind) -> None:
        self.tell(CardLaid() if kind is CardEventKind.LAID else CardRemoved())


def _with_devices_of(old: Knowledge, new: Knowledge) -> Knowledge:
    return replace(new, reader=old.reader, printer=old.printer, scanner=old.scanner)
