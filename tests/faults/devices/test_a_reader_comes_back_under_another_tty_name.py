"""A reader that is pulled and plugged again gets another ttyUSB; its place stays the same."""

from __future__ import annotations

from pathlib import Path

from drivers.binding.listing import SysfsListing
from drivers.binding.places import Binder
from drivers.id_card.reader import IdCardReader
from drivers.id_card.sample_cards import CARDS
from drivers.usb_link import Pipes
from kiosk.ports.devices import DeviceState, ReadFailure
from tests.drivers.binding.usb_tree import UsbTree
from tests.drivers.stage import READER, Stage, eventually

PLACE = "1-2.3:1.0"


def plug(stage: Stage, tree: UsbTree, name: str, place: str = PLACE) -> None:
    """The kernel lists the adapter, and its tty leads to the virtual reader's line."""
    tree.plug(place, 0x1A86, 0x7523, tty=name)
    tree.dev.mkdir(exist_ok=True)
    (tree.dev / name).symlink_to(stage.port("id-card"))


def pull(tree: UsbTree, name: str, place: str = PLACE) -> None:
    (tree.dev / name).unlink()
    tree.pull(place)


def bound(stage: Stage, tree: UsbTree) -> IdCardReader:
    binder = Binder(SysfsListing(tree.sys, tree.dev), tree.sys)
    opener = binder.serial_or_usb(f"place:{PLACE}", 115200, Pipes.SINGLE)
    reader = IdCardReader(stage.supervisor, opener, READER)
    reader.watch(stage.statuses, stage.cards)
    return reader


def test_the_reader_is_found_again_under_its_new_name(stage: Stage, tmp_path: Path) -> None:
    tree = UsbTree(tmp_path / "machine")
    plug(stage, tree, "ttyUSB0")
    reader = bound(stage, tree)
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    pull(tree, "ttyUSB0")
    stage.do("unplug", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.NO_DEVICE)
    plug(stage, tree, "ttyUSB7")
    stage.do("plug", device="id-card")
    stage.do("lay_card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    assert stage.read(reader).first() == CARDS["ordinary"].record


def test_a_reader_in_another_place_is_not_taken_for_it(stage: Stage, tmp_path: Path) -> None:
    tree = UsbTree(tmp_path / "machine")
    plug(stage, tree, "ttyUSB0", place="1-4:1.0")
    reader = bound(stage, tree)
    assert eventually(lambda: reader.status().device is DeviceState.NO_DEVICE)
    assert reader.status().reason.endswith("no_such_port")
    assert stage.read(reader).first() is ReadFailure.READER_GONE
