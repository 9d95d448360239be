"""What a window asks of the reader while any device hangs."""

from __future__ import annotations

from kiosk.ports.devices import CardReader


def work(port: CardReader) -> None:
    port.read(lambda answer: None)
