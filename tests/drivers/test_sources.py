"""Whoever reads or writes a wire says in its own words where that is from and how sure it is, and knows no screen."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from drivers.device_classes import DeviceClass, device_classes

DRIVERS = Path(__file__).resolve().parents[2] / "drivers"
# Beside each class's codec.py: whoever knows bytes, words or an order of questions that somebody else has laid down.
OTHERS = [
    "binding/listing.py",
    "camera/capture.py",
    "camera/places.py",
    "camera/video_node.py",
    "code_scanner/honeywell.py",
    "code_scanner/line_stream.py",
    "code_scanner/newland.py",
    "code_scanner/ssi.py",
    "code_scanner/virtual.py",
    "document_printer/condition.py",
    "document_printer/ipp.py",
    "document_printer/ipp_frame.py",
    "document_printer/printing.py",
    "id_card/baud.py",
    "id_card/conversation.py",
    "id_card/device.py",
    "id_card/nations.py",
    "id_card/text_record.py",
    "id_card/virtual.py",
    "keypad/event_link.py",
    "keypad/input_events.py",
    "keypad/places.py",
    "receipt_printer/charset.py",
    "receipt_printer/escpos_stream.py",
    "receipt_printer/inbox.py",
    "receipt_printer/presenter.py",
    "receipt_printer/status.py",
    "receipt_printer/virtual.py",
    "speaker/mixer.py",
    "speaker/player.py",
    "speaker/synthesis.py",
    "tcp_link.py",
    "usb_link.py",
    "usb_power.py",
]
WIRES = sorted({str(file.relative_to(DRIVERS)) for file in DRIVERS.glob("*/codec.py")} | set(OTHERS))
# A: several independent sources; B: one; C: inferred. Or nobody else's: our own.
SURENESS = re.compile(r"\[[ABC]\b[^]]*\]|confidence [ABC]\b|\bours\b|\bour own\b")


@pytest.mark.parametrize("wire", WIRES)
def test_a_wire_names_its_source_and_how_sure_it_is(wire: str) -> None:
    assert SURENESS.search(_told(DRIVERS / wire)), f"drivers/{wire} does not say how sure its protocol is"


@pytest.mark.parametrize("one", device_classes(), ids=lambda one: one.name)
def test_every_class_names_a_source(one: DeviceClass) -> None:
    assert any(SURENESS.search(_told(file)) for file in (DRIVERS / one.table).glob("*.py"))


def _told(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def test_no_driver_knows_the_screen() -> None:
    qt = re.compile(r"^\s*(from|import) (PySide6|shiboken6|PyQt\d?)\b", re.MULTILINE)
    assert [str(file.relative_to(DRIVERS)) for file in DRIVERS.rglob("*.py") if qt.search(file.read_text())] == []
