"""The module itself: its number, its speed, and what is only measured of a card."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.binding.listing import SysfsListing
from drivers.binding.places import Binder
from drivers.id_card import probe_module
from drivers.id_card.codec import (
    BAUD_COMMANDS,
    Command,
    Status,
    address_of,
    fingerprint_size_of,
    module_number,
    read_reply,
    request,
)
from drivers.id_card.probe_module import change_speed, tell_fingerprints, tell_module, tell_speed
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.virtual import SAM_ID, VirtualReader
from drivers.usb_link import Pipes
from kiosk.ports.devices import DeviceState
from tests.drivers.binding.usb_tree import UsbTree
from tests.drivers.id_card.usb_reader import UsbReader
from tests.drivers.stage import READER, Stage, eventually


def test_a_modules_number_reads_as_it_is_printed() -> None:
    assert module_number(bytes.fromhex("05 00 01 00 5B 03 33 01") + bytes(8)) == "05.01-20120411-0000000000-0000000000"
    assert module_number(SAM_ID) == "05.01-20120411-0000000001-0000000001"


@pytest.mark.parametrize(
    ("baud", "wire"),
    [
        (115200, "AA AA AA 96 69 00 03 60 00 63"),
        (57600, "AA AA AA 96 69 00 03 60 01 62"),
        (38400, "AA AA AA 96 69 00 03 60 02 61"),
        (19200, "AA AA AA 96 69 00 03 60 03 60"),
        (9600, "AA AA AA 96 69 00 03 60 04 67"),
    ],
)
def test_the_speed_is_set_by_the_published_bytes(baud: int, wire: str) -> None:
    assert request(BAUD_COMMANDS[baud]) == bytes.fromhex(wire)


@pytest.mark.parametrize("size", [0, 512, 1024])
def test_of_fingerprints_only_the_length_is_taken(size: int) -> None:
    sent: list[bytes] = []
    module = VirtualReader(lambda data, delay_s: sent.append(data))
    module.fingerprints = size
    module.lay(CARDS["ordinary"].record)
    for command in (Command.FIND, Command.SELECT, Command.READ_WITH_FINGERPRINT):
        module.received(request(command))
    assert len(sent[-1]) == 1297 + size
    data = read_reply(sent[-1][7:-1]).data
    assert fingerprint_size_of(data) == size
    assert fingerprint_size_of(data[:-1]) is None
    assert fingerprint_size_of(b"") is None


def test_an_appended_address_is_unpadded_and_broken_text_is_none() -> None:
    assert address_of("青岚市新桥路33号".ljust(35).encode("utf-16-le")) == "青岚市新桥路33号"
    assert address_of(b"\x00\xd8" * 35) == ""


def test_the_appended_address_comes_with_the_record_where_it_is_wanted(stage: Stage) -> None:
    reader = stage.reader(replace(READER, care=replace(READER.care, new_address=True)))
    for key in ("two_characters", "ordinary"):
        stage.do("lay_card", card=key)
        assert stage.read(reader).first() == replace(CARDS[key].record, new_address=CARDS[key].new_address)
        stage.do("lift_card")
        stage.card_removed()
        stage.cards.all.clear()


def test_the_module_tells_its_number_when_it_is_opened(stage: Stage) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.module() == module_number(SAM_ID))


def test_a_module_without_a_number_works_all_the_same(stage: Stage) -> None:
    stage.do("status_code", code=f"{Status.BAD_COMMAND:02x}", answer="sam_id")
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    assert reader.module() == ""


def asked(stage: Stage, how: Callable[..., int], *arguments: int) -> tuple[int, str]:
    out = io.StringIO()
    code = how(stage.port("id-card"), *arguments, True, out)
    return code, json.loads(out.getvalue())["sentence"]


def test_a_technician_learns_number_and_self_check(stage: Stage) -> None:
    assert asked(stage, tell_module, 115200) == (0, f"The module {module_number(SAM_ID)} passed its self-check.")
    stage.do("status_code", code="self_check_failed", answer="status", times=1)
    assert asked(stage, tell_module, 115200)[0] == 4


def test_a_technician_learns_how_long_fingerprints_are_and_nothing_of_them(stage: Stage) -> None:
    assert asked(stage, tell_fingerprints, 115200)[0] == 5
    stage.do("fingerprints", on=True)
    stage.do("lay_card")
    code, sentence = asked(stage, tell_fingerprints, 115200)
    assert (code, "1024 bytes" in sentence) == (0, True)


@pytest.mark.parametrize("pipes", Pipes)
def test_a_technician_asks_a_module_on_usb_too(pipes: Pipes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far, tree = UsbReader(pipes), UsbTree(tmp_path)
    tree.plug("1-2:1.0", 0x0400, 0xC35A)
    monkeypatch.setattr(probe_module, "Binder", lambda: Binder(SysfsListing(tree.sys, tree.dev), tree.sys, far.claim))
    far.module.lay(CARDS["ordinary"].record)
    out = io.StringIO()
    assert tell_module("place:1-2:1.0", 115200, False, out, pipes) == 0
    assert tell_fingerprints("place:1-2:1.0", 115200, False, out, pipes) == 0
    assert module_number(SAM_ID) in out.getvalue()


def test_a_changed_speed_is_proved_and_found_again(stage: Stage) -> None:
    code, sentence = asked(stage, change_speed, 115200, 38400)
    assert (code, "38400" in sentence) == (0, True)
    assert asked(stage, tell_module, 115200)[0] == 3
    assert asked(stage, tell_speed) == (0, "The module answers at 38400 baud.")


def test_a_changed_speed_is_believed_for_the_next_answer_and_not_for_the_answer_to_the_command(stage: Stage) -> None:
    """Nobody says at which speed that one comes: at the new one it is not heard."""
    stage.do("silence", device="id-card", answer="baud_38400")
    assert asked(stage, change_speed, 115200, 38400)[0] == 0


def test_a_module_that_refuses_another_speed_is_told_as_silent_there(stage: Stage) -> None:
    stage.do("silence", device="id-card")
    assert asked(stage, change_speed, 115200, 9600)[0] == 3
