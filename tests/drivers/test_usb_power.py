"""The device tree is a folder of the test's own, built as Linux 6 builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.usb_power import power_switch


def tree(root: Path, device: str, interface: str, port_file: str) -> Path:
    """One serial adapter at `device`; the file that switches its port."""
    place = root / "devices/pci0000:00" / device / interface / "ttyUSB0"
    place.mkdir(parents=True)
    (root / "class/tty/ttyUSB0").mkdir(parents=True)
    (root / "class/tty/ttyUSB0/device").symlink_to(place)
    file = root / "devices/pci0000:00" / port_file
    file.parent.mkdir(parents=True)
    file.write_text("0")
    return file


@pytest.mark.parametrize(
    ("device", "interface", "port_file"),
    [
        ("usb1/1-2", "1-2:1.0", "usb1/1-0:1.0/usb1-port2/disable"),
        ("usb1/1-2/1-2.4", "1-2.4:1.0", "usb1/1-2/1-2:1.0/1-2-port4/disable"),
        ("usb3/3-1/3-1.2/3-1.2.3", "3-1.2.3:1.1", "usb3/3-1/3-1.2/3-1.2:1.0/3-1.2-port3/disable"),
    ],
)
def test_the_port_behind_any_depth_of_hubs_is_switched_off_and_on(
    tmp_path: Path, device: str, interface: str, port_file: str
) -> None:
    file = tree(tmp_path, device, interface, port_file)
    assert power_switch("/dev/ttyUSB0", tmp_path, off_s=0)()
    assert file.read_text() == "0"


def test_off_comes_before_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "usb1/1-2", "1-2:1.0", "usb1/1-0:1.0/usb1-port2/disable")
    written: list[str] = []
    monkeypatch.setattr(Path, "write_text", lambda self, text: written.append(text))
    assert power_switch("/dev/ttyUSB0", tmp_path, off_s=0)()
    assert written == ["1", "0"]


def test_where_it_cannot_be_done_it_says_so(tmp_path: Path) -> None:
    file = tree(tmp_path, "usb1/1-2", "1-2:1.0", "usb1/1-0:1.0/usb1-port2/disable")
    file.unlink()
    assert not power_switch("/dev/ttyUSB0", tmp_path, off_s=0)()
    assert not power_switch("/dev/ttyS0", tmp_path, off_s=0)()
    assert not power_switch("socket://127.0.0.1:9", tmp_path, off_s=0)()
    assert not power_switch("", tmp_path, off_s=0)()
