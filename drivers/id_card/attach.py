"""From configuration to a CardReader under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.id_card.device import Care
from drivers.id_card.photos import NoDecoder, ProgramDecoder
from drivers.id_card.reader import NAME, IdCardReader, ReaderSettings
from drivers.id_card.settings import Settings
from drivers.usb_link import Pipes


def attach(settings: Settings, around: Surroundings) -> IdCardReader:
    port = around.port(settings.port, NAME)
    opener = around.binder.serial_or_usb(port, settings.baud, Pipes(settings.usb_pipes))
    return IdCardReader(around.supervisor, opener, wanted_of(settings, around), around.binder.power(port))


def wanted_of(settings: Settings, around: Surroundings) -> ReaderSettings:
    return ReaderSettings(
        baud=settings.baud,
        poll_s=settings.poll_ms / 1000,
        debounce_s=around.debounce_s,
        care=Care(photo=settings.photo, new_address=settings.new_address),
        photo_decoder=ProgramDecoder(settings.photo_decoder) if settings.photo_decoder else NoDecoder(),
    )
