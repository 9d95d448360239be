"""From configuration to a Keypad under the supervisor: the citizen's at a terminal, the clerk's at a caller."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.keypad.pad import CLERK_NAME, NAME, HallKeypad, PadSettings, pad_opener
from drivers.keypad.settings import Settings


def attach(settings: Settings, around: Surroundings) -> HallKeypad:
    name = CLERK_NAME if around.role == "caller" else NAME
    port = around.port(settings.port_at(around.role), NAME)
    opener = pad_opener(port, around.binder, settings.baud)
    return HallKeypad(around.supervisor, opener, PadSettings(name, around.debounce_s), around.binder.power(port))
