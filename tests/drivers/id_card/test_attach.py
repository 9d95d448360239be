"""What the configuration says about the reader reaches the driver, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.attaching import Surroundings
from drivers.binding.listing import SysfsListing
from drivers.binding.places import Binder
from drivers.device_classes import DeviceClass, schema
from drivers.id_card.attach import wanted_of
from drivers.id_card.device import Care
from drivers.id_card.photos import NoDecoder, ProgramDecoder
from drivers.id_card.reader import ReaderSettings
from drivers.id_card.settings import Settings
from drivers.usb_link import Pipes
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState
from kiosk.ports.log import NoLog
from tests.drivers.binding.usb_tree import UsbTree
from tests.drivers.id_card.usb_reader import UsbReader
from tests.drivers.stage import eventually

ONE = DeviceClass("id_card")


def wanted(folder: Path, **keys: object) -> ReaderSettings:
    settings = schema().model_validate({"id_card": keys})
    return wanted_of(settings.of(Settings), Surroundings(settings, StateFolder(folder), Supervisor(), NoLog()))


def test_nothing_of_a_card_but_its_record_is_taken_unless_the_configuration_says_so(tmp_path: Path) -> None:
    usual = wanted(tmp_path)
    assert (usual.baud, usual.poll_s, usual.care) == (115200, 0.2, Care(photo=False, new_address=False))
    assert isinstance(usual.photo_decoder, NoDecoder)


def test_every_key_that_is_no_port_changes_the_driver(tmp_path: Path) -> None:
    told = wanted(tmp_path, baud=9600, poll_ms=300, new_address=True, photo=True, photo_decoder="/usr/bin/decoder")
    assert (told.baud, told.poll_s, told.care) == (9600, 0.3, Care(photo=True, new_address=True))
    assert isinstance(told.photo_decoder, ProgramDecoder)


@pytest.mark.parametrize("pipes", Pipes)
def test_a_reader_on_usb_is_spoken_to_by_the_pipes_that_are_named(tmp_path: Path, pipes: Pipes) -> None:
    far, tree, supervisor = UsbReader(pipes), UsbTree(tmp_path), Supervisor()
    tree.plug("1-2:1.0", 0x0400, 0xC35A)
    settings = schema().model_validate({"id_card": {"port": "place:1-2:1.0", "usb_pipes": pipes.value}})
    binder = Binder(SysfsListing(tree.sys, tree.dev), tree.sys, far.claim)
    around = Surroundings(settings, StateFolder(tmp_path), supervisor, NoLog(), binder=binder)
    reader = ONE.attach(settings.of(Settings), around)
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    assert supervisor.close() == ()
