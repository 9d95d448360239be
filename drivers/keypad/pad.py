"""The Keypad that is handed out: whoever wants the keys on one side, the supervised device on the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from drivers.binding.places import Binder
from drivers.front import Front
from drivers.keypad.codec import ByteStrokes
from drivers.keypad.device import Care, PadDevice, PadLine, PadOpener
from drivers.keypad.event_link import open_event_link
from drivers.keypad.input_events import EventStrokes
from drivers.keypad.places import INPUT, event_nodes
from drivers.serial_link import Link, LinkFault
from drivers.wishes import Listeners
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices.keypad import PadKey

NAME, CLERK_NAME = "keypad", "clerk-keypad"
BEAT_S = 0.01  # one look lasts as long as nothing comes; between two of them there is only this
OpenEvents = Callable[[str], Link | LinkFault]


@dataclass(frozen=True, slots=True)
class PadSettings:
    name: str = NAME
    debounce_s: float = 1.5
    care: Care = field(default_factory=Care)


class HallKeypad(Front[PadDevice]):
    """A Keypad (see kiosk.ports.devices.keypad)."""

    def __init__(
        self,
        supervisor: Supervisor,
        opener: PadOpener,
        settings: PadSettings,
        power: Callable[[], bool] | None = None,
    ) -> None:
        self._keys = Listeners[PadKey]()
        name, counters = settings.name, supervisor.counters
        super().__init__(
            supervisor,
            name,
            lambda: PadDevice(opener, self._keys, settings.care, lambda word: counters.add(name, word)),
            Limits(beat_every_s=BEAT_S, debounce_s=settings.debounce_s),
            power,
        )

    def listen(self, on_key: Callable[[PadKey], None]) -> None:
        self._keys.add(on_key)


def pad_opener(
    port: str, binder: Binder, baud: int, inputs: Path = INPUT, events: OpenEvents = open_event_link
) -> PadOpener:
    """A node of the kernel's input layer is read as events, everything else is a serial line. Which of the two is found
    out anew at every opening."""
    serial = binder.serial(port, baud)

    def opened() -> PadLine | LinkFault:
        nodes = event_nodes(port, binder.sys_root, inputs)
        link = _first_pad(nodes, events) if nodes else serial()
        if isinstance(link, LinkFault):
            return link
        return PadLine(link, EventStrokes(), True) if nodes else PadLine(link, ByteStrokes(), False)

    return opened


def _first_pad(nodes: tuple[str, ...], events: OpenEvents) -> Link | LinkFault:
    """The first of an interface's nodes that has a pad's keys, or why none could be asked."""
    link: Link | LinkFault = LinkFault.NOT_A_PORT
    for node in nodes:
        link = events(node)
        if link is not LinkFault.NOT_A_PORT:
            break
    return link


def open_pad(port: str, supervisor: Supervisor, settings: PadSettings | None = None, baud: int = 9600) -> HallKeypad:
    """A pad at any form of port; safe when nothing is there yet."""
    binder = Binder()
    return HallKeypad(supervisor, pad_opener(port, binder, baud), settings or PadSettings(), binder.power(port))
