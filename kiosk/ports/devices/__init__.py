"""What the inside needs from devices: a file a class, with its protocol and its values, and `status` for all of them.

The classes that the journeys use are handed on here. A new class is a new file; whoever uses it names that file.
"""

from kiosk.ports.devices.card_reader import CardEventKind, CardReader, ReadFailure
from kiosk.ports.devices.receipt_printer import PrintOutcome, PrintReport, ReceiptPrinter, TicketSlip
from kiosk.ports.devices.speaker import Announcement, Speaker, SpeechOutcome
from kiosk.ports.devices.status import (
    NOT_SUPPORTED,
    CardMedia,
    Cover,
    DeviceState,
    DeviceStatus,
    Paper,
    StatusChange,
    can_print,
    change_of,
)

__all__ = [
    "NOT_SUPPORTED",
    "Announcement",
    "CardEventKind",
    "CardMedia",
    "CardReader",
    "Cover",
    "DeviceState",
    "DeviceStatus",
    "Paper",
    "PrintOutcome",
    "PrintReport",
    "ReadFailure",
    "ReceiptPrinter",
    "Speaker",
    "SpeechOutcome",
    "StatusChange",
    "TicketSlip",
    "can_print",
    "change_of",
]
