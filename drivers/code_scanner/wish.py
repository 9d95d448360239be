"""The one code that a page is waiting for."""

from __future__ import annotations

from drivers import wishes
from kiosk.ports.devices.code_scanner import Scan, ScanFailure

Outcome = Scan | ScanFailure


class Wish(wishes.Wish[Outcome]):
    """A second wish takes the place of the first, which is answered NO_CODE."""

    def __init__(self) -> None:
        super().__init__(ScanFailure.NO_CODE)
