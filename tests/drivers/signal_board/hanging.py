"""What a window asks of the lights while any device hangs: now on, now off."""

from __future__ import annotations

import time

from kiosk.ports.devices.signal_board import Flash, Light, SignalBoard


def work(port: SignalBoard) -> None:
    port.light(Light.CARD, Flash.QUICK if time.monotonic_ns() % 2 else Flash.OFF)
