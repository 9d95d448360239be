"""From configuration to a SignalBoard under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.signal_board.board import NAME, BoardSettings, SerialBoard
from drivers.signal_board.device import Wiring
from drivers.signal_board.settings import Settings
from kiosk.ports.devices.signal_board import Light


def attach(settings: Settings, around: Surroundings) -> SerialBoard:
    port = around.port(settings.port, NAME)
    wired = {
        Light.CARD: settings.card_light,
        Light.TICKET: settings.ticket_light,
        Light.SCANNER: settings.scanner_light,
    }
    wiring = Wiring(wired, settings.door, settings.door_open == "high")
    wanted = BoardSettings(settings.baud, around.beat_s, around.debounce_s, wiring)
    opened, power = around.binder.serial(port, settings.baud), around.binder.power(port)
    return SerialBoard(around.supervisor, opened, wanted, power)
