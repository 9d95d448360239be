"""The printer's own end of the wire: a receive buffer, a mechanism that takes its time, and real-time answers.

What it models: DLE EOT is answered the moment it arrives, wherever it stands in the stream [A]; everything else is
worked off in order and stops at the line where the paper ends, the cover opens or the knife jams; queued answers (GS r
[A], the echo of a process ID [B]) come only when the mechanism reaches them: Epson's reference. That unplugging the
cable or opening the cover takes nothing from the buffer is assumed [C].
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from drivers.far_end.faults import Answer, FaultBox
from drivers.receipt_printer.escpos_stream import EscPosStream, Instruction, Run, Token
from drivers.receipt_printer.interpreter import Interpreter
from drivers.receipt_printer.printed import Cut, Mark, Ticket
from kiosk.ports.devices import Paper

SLICE = 64  # bytes the mechanism takes at a time
FULL = 20  # DLE EOT 20: six bytes
KEPT = 20  # tickets remembered


@dataclass(frozen=True, slots=True)
class Build:
    """`speed`: dots a second, 1600 is 200 mm/s; `buffer`: bytes, what does not fit is lost."""

    speed: float = 1600.0
    buffer: int = 65536


@dataclass
class Sensors:
    """What the printer knows of itself."""

    paper: Paper = Paper.FULL
    cover_open: bool = False
    cutter_error: bool = False
    head_hot: bool = False
    presenter_jam: bool = False

    @property
    def stopped(self) -> bool:
        return self.cover_open or self.broken or self.paper is Paper.OUT

    def real_time(self, n: int) -> int:
        """The answer to DLE EOT n."""
        bits = {
            1: 0x08 * self.stopped,
            2: 0x04 * self.cover_open | 0x20 * (self.paper is Paper.OUT) | 0x40 * self.broken,
            3: 0x04 * self.presenter_jam | 0x08 * self.cutter_error | 0x40 * self.head_hot,
            4: {Paper.LOW: 0x0C, Paper.OUT: 0x6C}.get(self.paper, 0),
        }
        return 0x12 | bits[n]

    @property
    def broken(self) -> bool:
        return self.cutter_error or self.head_hot or self.presenter_jam

    def full(self, at_output: bool) -> bytes:
        """The answer to DLE EOT 20."""
        out, low = self.paper is Paper.OUT, self.paper is not Paper.FULL
        return bytes(
            [
                *(0x10, 0x0F),
                0x01 * out | 0x04 * low | 0x20 * at_output,
                0x02 * self.cover_open,
                0x01 * self.head_hot | 0x40 * self.presenter_jam,
                0x01 * self.cutter_error,
            ]
        )

    def pushed(self) -> bytes:
        """Automatic status, GS a."""
        general = 0x10 | 0x08 * self.stopped | 0x20 * self.cover_open
        roll = {Paper.LOW: 0x03, Paper.OUT: 0x0F}.get(self.paper, 0x00)
        return bytes([general, 0x04 * self.presenter_jam | 0x08 * self.cutter_error | 0x40 * self.head_hot, roll, 0])

    def queued(self) -> int:
        """The answer to GS r 1."""
        return {Paper.LOW: 0x03, Paper.OUT: 0x0F}.get(self.paper, 0x00)


@dataclass
class Later:
    """Something that happens when the mechanism has moved the paper so many times more."""

    moves: int
    act: Callable[[], None]


class VirtualPrinter:
    """`send` takes wire bytes; `changed` is told in a word whenever something happened that a bench shows."""

    def __init__(
        self,
        send: Callable[[bytes], None],
        changed: Callable[[str], None] = lambda what: None,
        build: Build | None = None,
    ) -> None:
        self.faults = FaultBox()
        self.sensors = Sensors()
        self.tickets: deque[Ticket] = deque(maxlen=KEPT)
        self.lost = 0
        self._send = send
        self._tell = changed
        self._build = build or Build()
        self._stream = EscPosStream()
        self._interpreter = Interpreter(self._print, self._answer, self.sensors, self)
        self._buffer = bytearray()
        self._received = 0
        self._arrivals: deque[tuple[int, float]] = deque(maxlen=8192)
        self._recent = b""
        self._current: Ticket | None = None
        self._begun_at = 0
        self._printed = 0
        self._later: list[Later] = []
        self._jams = self._jams_in_lips = self._lips_hold = False
        self._wake = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._work, name="printer-mechanism", daemon=True)
        self._thread.start()

    def close(self) -> None:
        with self._wake:
            self._over = True
            self._wake.notify_all()
        self._thread.join(2.0)

    def set_sensors(
        self,
        paper: Paper | None = None,
        cover_open: bool | None = None,
        cutter_error: bool | None = None,
        head_hot: bool | None = None,
        presenter_jam: bool | None = None,
    ) -> None:
        """Changes what is given; the mechanism goes on by itself once nothing stops it."""
        given = {"paper": paper, "cover_open": cover_open, "cutter_error": cutter_error}
        given |= {"head_hot": head_hot, "presenter_jam": presenter_jam}
        with self._wake:
            for name, value in given.items():
                if value is not None:
                    setattr(self.sensors, name, value)
            self._wake.notify_all()
        self._tell("printer_changed")

    def call_itself(self, name: str) -> None:
        self._interpreter.name = name

    def jam_next_cut(self) -> None:
        """The knife sticks at the next cut, not before."""
        self._jams = True

    def jam_in_lips(self, on: bool, hold: bool = False) -> None:
        """`on`: the next ticket sticks behind the presenter's lips. `hold`: what stands there cannot be pulled back."""
        self._jams_in_lips, self._lips_hold = on, hold
        if not on:
            self.set_sensors(presenter_jam=False)

    def push(self) -> None:
        """GS e 3, on the mechanism's thread."""
        if self._jams_in_lips:
            self._jams_in_lips = False
            self.set_sensors(presenter_jam=True)
        with self._wake:
            self._wake.wait_for(lambda: self._over or not self.sensors.presenter_jam)
            if self.tickets and self.tickets[-1].is_cut:
                self.tickets[-1].presented = True
        self._tell("ticket_presented")

    def pull(self) -> None:
        """GS e 2."""
        with self._wake:
            for ticket in self.tickets:
                if ticket.presented and ticket.hangs and not self._lips_hold:
                    ticket.retracted = True
        self._tell("ticket_retracted")

    def later(self, moves: int, act: Callable[[], None]) -> None:
        """`act` runs on the mechanism's thread, before the paper moves once more after `moves` moves."""
        with self._wake:
            self._later.append(Later(moves, act))

    def take(self) -> Ticket | None:
        """The oldest cut ticket that still hangs there."""
        with self._wake:
            ticket = next((ticket for ticket in self.tickets if ticket.hangs), None)
            if ticket is not None:
                ticket.taken = True
        if ticket is not None:
            self._tell("ticket_taken")
        return ticket

    def empty(self) -> None:
        """As after a restart with an empty buffer: nothing waits, nothing hangs there."""
        with self._wake:
            self._buffer.clear()
            self._later.clear()
            self.tickets.clear()
            self._current, self._stream, self._recent = None, EscPosStream(), b""
            self._begun_at, self._received = 0, 0
            self._arrivals.clear()

    def received(self, data: bytes) -> None:
        for n in self._real_time_questions(data):
            if n == FULL:
                at_output = any(ticket.presented and ticket.hangs for ticket in tuple(self.tickets))
                self._answer("full", self.sensors.full(at_output))
            else:
                self._answer("real_time", bytes([self.sensors.real_time(n)]))
        with self._wake:
            room = max(0, self._build.buffer - len(self._buffer))
            self.lost += max(0, len(data) - room)
            self._buffer += data[:room]
            self._received += len(data[:room])
            self._arrivals.append((self._received, time.monotonic() * 1000))
            self._wake.notify_all()

    def _real_time_questions(self, data: bytes) -> list[int]:
        """DLE EOT n, also when it stands across two chunks."""
        seen = self._recent + data
        self._recent = seen[-2:]
        asked = (seen[i + 2] for i in range(len(seen) - 2) if seen[i : i + 2] == b"\x10\x04")
        return [n for n in asked if 1 <= n <= 4 or n == FULL]

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._over or self._buffer)
                if self._over:
                    return
                data = bytes(self._buffer[:SLICE])
                del self._buffer[:SLICE]
                stream = self._stream
            for token in stream.feed(data):
                if self._stream is not stream:
                    break
                self._begin(token)
                self._interpreter.carry_out(token)

    def _begin(self, token: Token) -> None:
        """A ticket begins with its reset or its first character."""
        starts = isinstance(token, Run) or (isinstance(token, Instruction) and token.name == "ESC @")
        if starts and self._current is None:
            with self._wake:
                self._printed += 1
                self._begun_at = self._stream.consumed
                self._current = Ticket(self._printed, first_byte_ms=self._arrived(self._begun_at))
                self.tickets.append(self._current)

    def _arrived(self, position: int) -> float:
        """When the byte at that position of the stream had come, monotonic milliseconds."""
        return next((at for total, at in self._arrivals if total >= position), 0.0)

    def _print(self, mark: Mark) -> None:
        """Moves the paper, or waits until it can be moved."""
        self._happen()
        cut = isinstance(mark, Cut)
        if cut and self._jams:
            self._jams = False
            self.set_sensors(cutter_error=True)
        with self._wake:
            self._wake.wait_for(lambda: self._over or not self._held_up(cut))
        time.sleep(mark.feed / self._build.speed)
        with self._wake:
            ticket = self._current
            if ticket is not None:
                self._put(ticket, mark)
        if cut:
            self._tell("ticket_printed")

    def _held_up(self, cut: bool) -> bool:
        """The end of the paper stops the next line; the cut needs none."""
        sensors = self.sensors
        return sensors.cover_open or sensors.broken if cut else sensors.stopped

    def _put(self, ticket: Ticket, mark: Mark) -> None:
        ticket.marks.append(mark)
        ticket.unknown, self._interpreter.unknown = [*ticket.unknown, *self._interpreter.unknown], []
        ticket.size = self._stream.consumed - self._begun_at + 2
        ticket.last_byte_ms = self._arrived(self._stream.consumed)
        if isinstance(mark, Cut):
            ticket.cut_ms = time.monotonic() * 1000
            self._current = None

    def _happen(self) -> None:
        with self._wake:
            for later in self._later:
                later.moves -= 1
            due = [later for later in self._later if later.moves < 0]
            self._later = [later for later in self._later if later.moves >= 0]
        for later in due:
            later.act()

    def _answer(self, kind: str, wire: bytes) -> None:
        bent = self.faults.bend(Answer(kind, wire))
        if bent:
            self._send(bent)
