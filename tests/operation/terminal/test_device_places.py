"""The log says where a device is plugged in, and nothing that opens it to others; what devices did outlives a role."""

from __future__ import annotations

import argparse
from pathlib import Path

from drivers.device_classes import schema
from kiosk.operation.log_catalogue import FIELD_TYPES
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.terminal.role import device_ports, supervisor_of
from kiosk.ports.log import NoLog


def test_each_device_has_its_place_without_passwords_and_serial_numbers(tmp_path: Path) -> None:
    wanted = {
        "receipt_printer": {"port": "/dev/serial/by-id/usb-Hall_123456789012-if00"},
        "camera": {"port": "rtsp://viewer:secret@10.0.0.9/one", "face_port": "virtual"},
    }
    start = Start(argparse.Namespace(), None, schema().model_validate(wanted), StateFolder(tmp_path))
    ports = device_ports(start)
    assert ports["id-card"].endswith("/virtual-devices/id-card")
    assert ports["receipt-printer"] == "/dev/serial/by-id/usb-Hall__-if00"
    assert ports["camera"] == "rtsp://10.0.0.9/one"
    assert ports["face-camera"].endswith("/virtual-devices/camera")
    assert all(FIELD_TYPES["port"][0](place) for place in ports.values())


def test_what_devices_did_is_still_known_in_the_terminals_next_life(tmp_path: Path) -> None:
    state = StateFolder(tmp_path).make()
    start = Start(argparse.Namespace(), None, schema()(), state)
    process = Process(state, "terminal", -1, NoLog())
    first = supervisor_of(start, process)
    first.counters.add("receipt-printer", "cuts", 3)
    assert first.close() == ()
    second = supervisor_of(start, process)
    assert second.counters.of("receipt-printer") == {"cuts": 3}
    assert second.close() == ()
