"""The CardReader that main.py hands out: page calls on one side, the supervised device on the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.id_card.device import Care, IdCardDevice, Memory
from drivers.id_card.photos import NoDecoder, PhotoDesk
from drivers.id_card.wish import Answer, Wish
from drivers.serial_link import Opener, opener
from drivers.usb_power import power_switch
from drivers.wishes import Listeners, Refusals
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import CardEventKind, DeviceStatus, ReadFailure
from kiosk.ports.devices.card_photo import CardPhoto, PhotoDecoder

NAME = "id-card"
REFUSALS = Refusals(ReadFailure.READER_GONE, ReadFailure.READER_SILENT, ReadFailure.READER_FAULT)


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`baud`: 9600 to 115200; `poll_s`: seconds between two looks for a card, vendors advise 0.2 to 0.3."""

    baud: int = 115200
    poll_s: float = 0.2
    debounce_s: float = 1.5
    care: Care = field(default_factory=Care)
    photo_decoder: PhotoDecoder = field(default_factory=NoDecoder)


class IdCardReader:
    """A CardReader (see kiosk.ports.devices). Listeners are called on the device's own thread and must be quick."""

    def __init__(
        self,
        supervisor: Supervisor,
        port_opener: Opener,
        settings: ReaderSettings,
        power: Callable[[], bool] | None = None,
    ) -> None:
        self._wish = Wish()
        self._memory = Memory()
        self._photos = PhotoDesk(self._memory.photos, settings.photo_decoder)
        self._status_listeners = Listeners[DeviceStatus]()
        self._card_listeners = Listeners[CardEventKind]()
        self._worker = supervisor.attach(
            NAME,
            lambda: IdCardDevice(port_opener, self._wish, self._card_listeners, self._memory, settings.care),
            self._told,
            Limits(beat_every_s=settings.poll_s, debounce_s=settings.debounce_s),
            power,
        )

    def status(self) -> DeviceStatus:
        return self._worker.status()

    def watch(self, on_status: Callable[[DeviceStatus], None], on_card: Callable[[CardEventKind], None]) -> None:
        self._status_listeners.add(on_status)
        self._card_listeners.add(on_card)

    def read(self, done: Callable[[Answer], None]) -> None:
        self._memory.photos.wipe()
        self._wish.lay_down(done)
        failure = REFUSALS.of(self._worker.status())
        if failure is not None:
            self._wish.answer(failure)
        self._worker.poke()

    def photo(self, done: Callable[[CardPhoto], None]) -> None:
        """See kiosk.ports.devices.card_photo: the photo, or a drawn figure."""
        self._photos.ask(done)

    def module(self) -> str:
        """The security module's number; empty while it is not known."""
        return self._memory.module

    def cancel(self) -> None:
        self._memory.photos.wipe()
        self._wish.take_back()

    def close(self) -> None:
        self._worker.stop()
        self._worker.join(1.0)
        self._memory.photos.wipe()
        self._wish.answer(ReadFailure.READER_GONE)

    def _told(self, status: DeviceStatus) -> None:
        failure = REFUSALS.of(status)
        if failure is not None:
            self._memory.blip = False
            self._memory.photos.wipe()
            self._wish.answer(failure)
        self._status_listeners(status)


def open_reader(port: str, supervisor: Supervisor, settings: ReaderSettings | None = None) -> IdCardReader:
    """A reader at any pyserial URL or device path.

    Safe when nothing is there: its status says so, and it comes by itself once the device appears.
    """
    chosen = settings or ReaderSettings()
    return IdCardReader(supervisor, opener(port, chosen.baud), chosen, power_switch(port))
