"""From configuration to a CardReader under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.id_card.reader import NAME, IdCardReader, ReaderSettings
from drivers.id_card.settings import Settings


def attach(settings: Settings, around: Surroundings) -> IdCardReader:
    port = around.port(settings.port, NAME)
    wanted = ReaderSettings(baud=settings.baud, poll_s=settings.poll_ms / 1000, debounce_s=around.debounce_s)
    opener, power = around.binder.serial(port, settings.baud), around.binder.power(port)
    return IdCardReader(around.supervisor, opener, wanted, power)
