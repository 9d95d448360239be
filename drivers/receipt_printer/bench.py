"""The virtual ticket printer on the bench: its paper, its cover and knife, and the tickets that hang out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.far_end.faults import FaultBox, Noise, Silence, stray_bytes
from drivers.far_end.pty_line import PtyLine
from drivers.receipt_printer.interpreter import OWN_NAME
from drivers.receipt_printer.printed import Ticket
from drivers.receipt_printer.ticket_picture import PRINTABLE, save
from drivers.receipt_printer.virtual import VirtualPrinter
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing
from kiosk.ports.devices import Paper

_LEVELS = {level.value: level for level in (Paper.FULL, Paper.LOW, Paper.OUT)}
_COVER = {"open": True, "closed": False}


class PrinterUnit:
    name = "receipt-printer"
    kinds = frozenset(("real_time", "queued", "pushed", "echo", "name", "full"))
    untold = frozenset(("noise", "no_echo", "no_status", "printer_name", "presenter_jam"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self.line = PtyLine(folder / self.name, lambda data: self._printer.received(data), told=changed)
        self._printer = VirtualPrinter(self.line.send, changed)
        self._printer.faults.told = changed

    @property
    def faults(self) -> FaultBox:
        return self._printer.faults

    def state(self) -> Reply:
        sensors, tickets = self._printer.sensors, tuple(self._printer.tickets)
        return {
            "paper": sensors.paper.value,
            "cover": "open" if sensors.cover_open else "closed",
            "cutter_error": sensors.cutter_error,
            "head_hot": sensors.head_hot,
            "printing": any(not ticket.is_cut for ticket in tickets),
            "hanging_tickets": [ticket.number for ticket in tickets if ticket.hangs],
        }

    def reset(self) -> None:
        self._printer.empty()
        self._printer.set_sensors(Paper.FULL, False, False, False)
        self._printer.jam_in_lips(False)
        self._printer.call_itself(OWN_NAME)

    def close(self) -> None:
        self.line.unplug()
        self._printer.close()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "paper": self._paper,
            "cover": self._cover,
            "cutter_error": self._cutter_error,
            "no_echo": lambda arguments: self._mute({"echo"}, "no_echo", arguments),
            "no_status": lambda arguments: self._mute({"real_time", "queued", "pushed"}, "no_status", arguments),
            "head_hot": self._head_hot,
            "presenter_jam": self._presenter_jam,
            "printer_name": self._printer_name,
            "noise": self._noise,
            "take_ticket": self._take_ticket,
            "tickets": self._tickets,
            "ticket_picture": self._ticket_picture,
        }

    def _soon(self, arguments: Arguments, act: Callable[[], None]) -> Act:
        """At once, or when the paper has moved `after_lines` more times."""
        after = arguments.count("after_lines", 0, 1000)
        return nothing(act if after is None else lambda: self._printer.later(after, act))

    def _paper(self, arguments: Arguments) -> Act:
        level = _LEVELS[arguments.word("level", _LEVELS)]
        return self._soon(arguments, lambda: self._printer.set_sensors(paper=level))

    def _cover(self, arguments: Arguments) -> Act:
        is_open = _COVER[arguments.word("is", _COVER, "open")]
        return self._soon(arguments, lambda: self._printer.set_sensors(cover_open=is_open))

    def _cutter_error(self, arguments: Arguments) -> Act:
        """`on`: the knife sticks at the next cut; off: it is free again."""
        if arguments.flag("on", True):
            return nothing(self._printer.jam_next_cut)
        return nothing(lambda: self._printer.set_sensors(cutter_error=False))

    def _head_hot(self, arguments: Arguments) -> Act:
        on = arguments.flag("on", True)
        return self._soon(arguments, lambda: self._printer.set_sensors(head_hot=on))

    def _presenter_jam(self, arguments: Arguments) -> Act:
        """`on`: the next ticket sticks behind the lips; `hold`: what stands in them cannot be pulled back."""
        on, hold = arguments.flag("on", True), arguments.flag("hold", False)
        return nothing(lambda: self._printer.jam_in_lips(on and not hold, hold))

    def _printer_name(self, arguments: Arguments) -> Act:
        """`says`: what it calls itself from now on."""
        name = arguments.text("says")
        if not (name.isascii() and name.isprintable() and len(name) <= 32):
            raise WrongArgumentError("says must be at most 32 ASCII letters")
        return nothing(lambda: self._printer.call_itself(name))

    def _mute(self, kinds: set[str], name: str, arguments: Arguments) -> Act:
        """A printer that never learned to answer this; `on` false makes it one that did."""
        on = arguments.flag("on", True)

        def mute() -> None:
            self.faults.lift(name)
            if on:
                self.faults.put(Silence(name), frozenset(kinds))

        return nothing(mute)

    def _noise(self, arguments: Arguments) -> Act:
        where = arguments.word("where", ("before", "now"), "now")
        count, seed = arguments.count("count", 1, 4096, 7) or 7, arguments.count("seed", 0, 1_000_000, 1) or 0
        if where == "now":
            return nothing(lambda: self.line.send(stray_bytes(count, seed)))
        return bent(self, Noise(False, count, seed), arguments)

    def _take_ticket(self, arguments: Arguments) -> Act:
        return self._take

    def _take(self) -> Reply:
        ticket = self._printer.take()
        if ticket is None:
            raise WrongArgumentError("no ticket hangs there")
        return {"ticket": ticket.value()}

    def _tickets(self, arguments: Arguments) -> Act:
        return lambda: {"tickets": [ticket.value() for ticket in tuple(self._printer.tickets)]}

    def _ticket_picture(self, arguments: Arguments) -> Act:
        """Writes a PNG of the ticket with that number, or of the newest, to `path`; `dots` is the head's width."""
        path, number = Path(arguments.text("path")), arguments.count("number", 1, 10**9)
        dots = arguments.count("dots", 384, 832, PRINTABLE) or PRINTABLE
        return lambda: self._picture(path, number, dots)

    def _picture(self, path: Path, number: int | None, dots: int) -> Reply:
        ticket = self._chosen(number)
        try:
            save(ticket, path, dots)
        except OSError as error:
            raise WrongArgumentError(f"path cannot be written: {error.strerror}") from error
        return {"path": str(path), "number": ticket.number}

    def _chosen(self, number: int | None) -> Ticket:
        tickets = [ticket for ticket in self._printer.tickets if number in (None, ticket.number)]
        if not tickets:
            raise WrongArgumentError("there is no such ticket")
        return tickets[-1]


def unit(folder: Path, changed: Callable[[str], None]) -> PrinterUnit:
    return PrinterUnit(folder, changed)
