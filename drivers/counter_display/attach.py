"""From configuration to a CounterDisplays under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.counter_display.codec import Area, Unit
from drivers.counter_display.device import Care
from drivers.counter_display.displays import NAME, DisplaySettings, LedStrips
from drivers.counter_display.settings import Settings, addresses


def attach(settings: Settings, around: Surroundings) -> LedStrips:
    port = around.port(settings.port, NAME)
    area = Area(settings.width, settings.height, Unit(settings.unit))
    care = Care(area=area, charset=settings.charset, keep_s=settings.keep_s)
    wanted = DisplaySettings(settings.baud, around.beat_s, around.debounce_s, care, settings.called, settings.idle)
    opened, power = around.binder.serial(port, settings.baud), around.binder.power(port)
    return LedStrips(around.supervisor, opened, addresses(settings.strips), wanted, power)
