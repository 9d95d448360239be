"""A reader on USB that another program has, that hangs, is pulled, or is plugged in somewhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.binding.listing import ListedPort, SysfsListing
from drivers.binding.places import Binder
from drivers.id_card.sample_cards import CARDS
from drivers.serial_link import LinkFault
from drivers.usb_link import Pipes, UsbPipes
from kiosk.domain.identity import CardRecord
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import CardEventKind, DeviceState, ReadFailure
from tests.drivers.binding.usb_tree import UsbTree
from tests.drivers.id_card.usb_reader import UsbReader
from tests.drivers.stage import Heard, eventually

CARD = CARDS["rare_characters"]


@pytest.mark.parametrize("pipes", Pipes)
def test_a_card_is_read_over_usb_and_its_lifting_noticed(supervisor: Supervisor, pipes: Pipes) -> None:
    far = UsbReader(pipes)
    reader, cards = far.attached(supervisor), Heard[CardEventKind]()
    reader.watch(lambda status: None, cards)
    answer = Heard[CardRecord | ReadFailure]()
    reader.read(answer)
    far.module.lay(CARD.record)
    assert answer.first() == CARD.record
    far.module.lift()
    assert eventually(lambda: cards.all == [CardEventKind.LAID, CardEventKind.REMOVED])
    assert reader.module() == "05.01-20120411-0000000001-0000000001"


def test_a_reader_that_another_program_has_is_told_so_and_comes_when_it_is_free(supervisor: Supervisor) -> None:
    far = UsbReader()
    far.usb.busy = True
    reader = far.attached(supervisor)
    assert eventually(lambda: reader.status().reason.endswith("in_use"))
    assert reader.status().device is DeviceState.NO_DEVICE
    far.usb.busy = False
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)


def test_a_reader_that_takes_no_more_bytes_is_silent_and_comes_back(supervisor: Supervisor) -> None:
    far = UsbReader()
    reader = far.attached(supervisor)
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    far.usb.frozen.set()
    assert eventually(lambda: reader.status().device is DeviceState.OFFLINE)
    far.usb.frozen.clear()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)


def test_a_reader_pulled_while_somebody_waits_is_told_as_gone(supervisor: Supervisor) -> None:
    far = UsbReader()
    reader = far.attached(supervisor)
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    answer = Heard[CardRecord | ReadFailure]()
    reader.read(answer)
    far.usb.plug(False)
    assert answer.first() is ReadFailure.READER_GONE
    far.usb.plug(True)
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)


def test_a_place_without_a_tty_is_asked_over_usb_and_only_that_place(tmp_path: Path) -> None:
    tree, asked = UsbTree(tmp_path), list[ListedPort]()

    def open_pipes(port: ListedPort) -> UsbPipes | LinkFault:
        asked.append(port)
        return LinkFault.IN_USE

    binder = Binder(SysfsListing(tree.sys, tree.dev), tree.sys, open_pipes)
    opened = binder.serial_or_usb("place:1-2:1.0", 115200, Pipes.SINGLE)
    tree.plug("1-3:1.0", 0x0400, 0xC35A)
    assert opened() is LinkFault.NO_SUCH_PORT
    tree.plug("1-2:1.0", 0x0400, 0xC35A)
    assert opened() is LinkFault.IN_USE
    assert [(one.place, one.bus, one.address) for one in asked] == [("1-2:1.0", 1, 7)]


def test_an_interface_without_the_pipes_of_a_reader_is_no_reader() -> None:
    far = UsbReader(Pipes.SINGLE)
    far.pipes = Pipes.PAIRED
    assert far.open() is LinkFault.NOT_A_PORT
