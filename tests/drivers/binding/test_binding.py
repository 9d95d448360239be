"""A device is bound by where it is plugged in, never by the name it happens to get."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from drivers.binding.listing import ListedPort, SysfsListing
from drivers.binding.places import Binder
from drivers.binding.suggestions import Hint, suggestions
from drivers.probe_commands import list_ports
from drivers.serial_link import LinkFault
from tests.drivers.binding.usb_tree import UsbTree


def binder(tree: UsbTree) -> Binder:
    return Binder(SysfsListing(tree.sys, tree.dev), tree.sys)


def test_a_place_leads_to_the_tty_that_is_there_now(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    tree.plug("1-2.3:1.0", 0x1A86, 0x7523, tty="ttyUSB0")
    assert binder(tree).node("place:1-2.3:1.0") == str(tree.dev / "ttyUSB0")
    tree.pull("1-2.3:1.0")
    assert binder(tree).node("place:1-2.3:1.0") is LinkFault.NO_SUCH_PORT
    tree.plug("1-2.3:1.0", 0x1A86, 0x7523, tty="ttyUSB5")
    assert binder(tree).node("place:1-2.3:1.0") == str(tree.dev / "ttyUSB5")


def test_another_device_in_another_place_is_never_taken_for_it(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    tree.plug("1-4:1.0", 0x1A86, 0x7523, tty="ttyUSB0")
    assert binder(tree).node("place:1-2:1.0") is LinkFault.NO_SUCH_PORT


def test_two_interfaces_of_one_device_are_two_places(tmp_path: Path) -> None:
    """An adapter with four lines is one device."""
    tree = UsbTree(tmp_path)
    first = tree.plug("1-4:1.0", 0x0403, 0x6011, tty="ttyUSB0")
    second = first.parent / "1-4:1.1"
    (second / "ttyUSB1").mkdir(parents=True)
    (tree.sys / "bus/usb/devices/1-4:1.1").symlink_to(second)
    places = binder(tree)
    assert places.node("place:1-4:1.0") == str(tree.dev / "ttyUSB0")
    assert places.node("place:1-4:1.1") == str(tree.dev / "ttyUSB1")


def test_a_place_without_a_tty_is_not_a_serial_port(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    tree.plug("1-2:1.0", 0x0400, 0xC35A)
    assert binder(tree).node("place:1-2:1.0") is LinkFault.NOT_A_PORT


def test_a_machine_without_usb_lists_nothing(tmp_path: Path) -> None:
    assert SysfsListing(tmp_path / "sys").ports() == ()


def test_a_technician_sees_what_may_be_what(tmp_path: Path) -> None:
    tree, out = UsbTree(tmp_path), io.StringIO()
    tree.plug("1-2:1.0", 0x0400, 0xC35A)
    tree.plug("1-3:1.0", 0x1A86, 0x7523, tty="ttyUSB0")
    assert list_ports(True, out, SysfsListing(tree.sys, tree.dev)) == 0
    reader, adapter = json.loads(out.getvalue())
    assert (reader["port"], reader["may_be"]) == ("place:1-2:1.0", ["id-card"])
    assert adapter["node"] == str(tree.dev / "ttyUSB0")
    assert {"id-card", "receipt-printer"} <= set(adapter["may_be"])


def test_the_power_of_a_place_is_switched_at_the_hub_it_hangs_on(tmp_path: Path) -> None:
    tree = UsbTree(tmp_path)
    tree.plug("1-1.2:1.0", 0x0400, 0xC35A)
    port = tree.sys / "bus/usb/devices/1-1:1.0/1-1-port2"
    port.mkdir(parents=True)
    (port / "disable").write_text("0")
    tree.pull("1-1.2:1.0")  # as a device that no longer answers at all
    assert binder(tree).power("place:1-1.2:1.0")()
    assert not binder(tree).power("place:1-3:1.0")()


def test_a_port_that_was_left_without_power_is_switched_on_when_its_device_is_missed(tmp_path: Path) -> None:
    """Whoever switched it off may have been killed before he switched it on."""
    tree = UsbTree(tmp_path)
    tree.plug("1-1.2:1.0", 0x0400, 0xC35A)
    port = tree.sys / "bus/usb/devices/1-1:1.0/1-1-port2"
    port.mkdir(parents=True)
    (port / "disable").write_text("1\n")
    assert binder(tree).at("place:1-1.2:1.0") is not None
    assert (port / "disable").read_text() == "1\n", "what is there is not touched"
    tree.pull("1-1.2:1.0")
    assert binder(tree).node("place:1-1.2:1.0") is LinkFault.NO_SUCH_PORT
    assert (port / "disable").read_text() == "0"


SERIAL = {"code-scanner", "counter-display", "id-card", "keypad", "receipt-printer", "signal-board"}
NAMED = SERIAL | {"speaker", "camera", "document-printer"}


@pytest.mark.parametrize(
    ("interface_class", "tty", "classes"),
    [
        (0x01, "", {"speaker"}),
        (0x03, "", {"keypad"}),
        (0x07, "", {"receipt-printer"}),
        (0x0E, "", {"camera"}),
        (0xFF, "ttyUSB0", SERIAL),
    ],
    ids=["sound", "keyboard", "printer", "video", "a serial port"],
)
def test_what_a_plug_may_be_is_told_by_its_kind(
    tmp_path: Path, interface_class: int, tty: str, classes: set[str]
) -> None:
    tree, out = UsbTree(tmp_path), io.StringIO()
    tree.plug("1-3:1.0", 0x1234, 0x5678, tty, interface_class)
    list_ports(True, out, SysfsListing(tree.sys, tree.dev))
    told = set(json.loads(out.getvalue())[0]["may_be"])
    assert told & NAMED == classes, "of classes that came later their own tests tell"


def test_whoever_is_known_by_its_number_is_not_called_anything_else() -> None:
    hints = {"reader": [Hint(0x0400, 0xC35A, certain=True)], "scanner": [Hint(tty=True)]}
    known = ListedPort("1-2:1.0", 0x0400, 0xC35A, node="/dev/ttyUSB0")
    unknown = ListedPort("1-3:1.0", 0x1A86, 0x7523, node="/dev/ttyUSB1")
    assert [one.classes for one in suggestions((known, unknown), hints)] == [("reader",), ("scanner",)]
