"""The code scanner as the inside needs it: what stood in a code, never what it means (kiosk/domain/scanned_code.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class Symbology(StrEnum):
    """`unknown`: the engine does not tell, which is usual on a plain line."""

    UNKNOWN = "unknown"
    QR = "qr"
    CODE_128 = "code_128"
    EAN = "ean"
    DATA_MATRIX = "data_matrix"
    PDF_417 = "pdf_417"


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as it was read. The text may be somebody's token: it is not shown where the value is printed."""

    text: str = field(repr=False)
    symbology: Symbology = Symbology.UNKNOWN


class ScanFailure(StrEnum):
    """Why looking for a code gave none."""

    SCANNER_SILENT = "scanner_silent"
    SCANNER_GONE = "scanner_gone"
    SCANNER_FAULT = "scanner_fault"  # it refuses a command, or floods the line
    NO_CODE = "no_code"  # nobody waits any more
    CODE_CUT = "code_cut"  # a code began and did not end
    CODE_TOO_LONG = "code_too_long"
    CODE_SPOILT = "code_spoilt"  # a frame whose check is wrong
    NOT_TEXT = "not_text"  # neither UTF-8 nor GB18030, or control characters in it


class CodeScanner(Protocol):
    """A scanner of bar codes and QR codes. All calls are non-blocking; answers come on the device's own thread.

    What is scanned while nobody waits is dropped unread: a code of one person never reaches the next.
    `status().detail("scanner")` is XFS4IoT's: on, off, inoperative, unknown.
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def read(self, done: Callable[[Scan | ScanFailure], None]) -> None:
        """Looks until the next code; `done` is called exactly once, also with a code that could not be read.

        A second `read` takes the place of the first, which is told NO_CODE.
        """

    def cancel(self) -> None:
        """Stops looking: whoever waited is told NO_CODE."""

    def close(self) -> None: ...
