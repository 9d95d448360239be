"""What a folder attaches is what the inside's one protocol for it says: nothing else is called from a page."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from drivers.camera.camera import CameraCodes, HallCamera
from drivers.code_scanner.scanner import SerialScanner
from drivers.counter_display.displays import LedStrips
from drivers.document_printer.printer import PagePrinter
from drivers.id_card.reader import IdCardReader
from drivers.keypad.pad import HallKeypad
from drivers.receipt_printer.printer import TicketPrinter
from drivers.signal_board.board import SerialBoard
from drivers.speaker.device import HallSpeaker
from kiosk.ports.devices import CardReader, ReceiptPrinter, Speaker
from kiosk.ports.devices.camera import Camera
from kiosk.ports.devices.card_photo import CardPhotos
from kiosk.ports.devices.code_scanner import CodeScanner
from kiosk.ports.devices.counter_display import CounterDisplays
from kiosk.ports.devices.document_printer import DocumentPrinter
from kiosk.ports.devices.keypad import Keypad
from kiosk.ports.devices.signal_board import SignalBoard

PORTS = Path(__file__).resolve().parents[2] / "kiosk" / "ports" / "devices"
PAIRS: list[tuple[type, type]] = [
    (CardReader, IdCardReader),
    (CardPhotos, IdCardReader),
    (ReceiptPrinter, TicketPrinter),
    (DocumentPrinter, PagePrinter),
    (CodeScanner, SerialScanner),
    (CodeScanner, CameraCodes),
    (Camera, HallCamera),
    (CounterDisplays, LedStrips),
    (SignalBoard, SerialBoard),
    (Speaker, HallSpeaker),
    (Keypad, HallKeypad),
]


@pytest.mark.parametrize(("port", "driver"), PAIRS, ids=lambda one: one.__name__)
def test_a_driver_takes_every_call_of_its_port(port: type, driver: type) -> None:
    calls = {name: call for name, call in vars(port).items() if inspect.isfunction(call) and not name.startswith("_")}
    assert calls
    for name, call in calls.items():
        wanted, given = (list(inspect.signature(one).parameters.values()) for one in (call, getattr(driver, name)))
        assert [one.name for one in given[: len(wanted)]] == [one.name for one in wanted], f"{driver.__name__}.{name}"
        assert all(one.default is not one.empty for one in given[len(wanted) :])
        for theirs, ours in zip(given, wanted, strict=False):
            assert theirs.default == ours.default or ours.default is ours.empty


@pytest.mark.parametrize("file", sorted(PORTS.glob("*.py")), ids=lambda file: file.stem)
def test_a_class_has_one_protocol(file: Path) -> None:
    """`card_photo` has its plug-in's beside it."""
    classes = [one for one in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(one, ast.ClassDef)]
    protocols = [one.name for one in classes if any(getattr(base, "id", "") == "Protocol" for base in one.bases)]
    expected = {"__init__": 0, "status": 0, "card_photo": 2}.get(file.stem, 1)
    assert len(protocols) == expected
