"""What a window asks of the scanner while any device hangs."""

from __future__ import annotations

from kiosk.ports.devices.code_scanner import CodeScanner


def work(port: CodeScanner) -> None:
    port.read(lambda outcome: None)
