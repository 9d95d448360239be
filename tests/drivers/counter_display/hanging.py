"""What a window asks of the strips while any device hangs: another number each time."""

from __future__ import annotations

import time

from kiosk.ports.devices.counter_display import CounterDisplays


def work(port: CounterDisplays) -> None:
    port.show("3", f"A{time.monotonic_ns() % 1000:03}")
