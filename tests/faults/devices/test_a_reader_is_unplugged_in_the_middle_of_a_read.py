"""A reader that is not there, or whose cable is pulled while somebody needs it."""

from __future__ import annotations

import time

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import CardEventKind, CardMedia, DeviceState, ReadFailure
from tests.drivers.stage import Stage, eventually


def test_no_reader_at_the_start_is_no_device_until_it_is_plugged(stage: Stage) -> None:
    stage.do("unplug", device="id-card")
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.NO_DEVICE)
    assert stage.read(reader).first() is ReadFailure.READER_GONE
    stage.do("plug", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)


def test_a_reader_unplugged_while_somebody_waits_is_told_as_gone(stage: Stage) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    answer = stage.read(reader)
    stage.do("unplug", device="id-card")
    assert answer.first() is ReadFailure.READER_GONE
    assert reader.status().device is DeviceState.NO_DEVICE


def test_a_reader_unplugged_in_the_middle_of_a_card_reads_it_when_plugged_again(stage: Stage) -> None:
    """The wish outlives a blip: 30 bytes are find, select and read, so the cable goes before the record comes."""
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    answer = stage.read(reader)
    stage.do("lay_card")
    stage.do("unplug", device="id-card", after_bytes=25)
    assert eventually(lambda: not stage.do("state")["state"]["id-card"]["plugged"])
    stage.do("plug", device="id-card")
    assert answer.first() == CARDS["ordinary"].record


def test_a_blip_of_the_cable_neither_ends_a_session_nor_makes_the_card_a_new_one(stage: Stage) -> None:
    reader = stage.reader()
    stage.do("lay_card")
    stage.read(reader).first()
    assert eventually(lambda: reader.status().media is CardMedia.PRESENT)
    stage.do("unplug", device="id-card")
    time.sleep(0.2)
    stage.do("plug", device="id-card")
    time.sleep(1.5)
    assert {status.device for status in stage.statuses.all} == {DeviceState.ONLINE}
    assert stage.cards.all == [CardEventKind.LAID]
    assert reader.status().media is CardMedia.PRESENT


def test_after_a_long_absence_a_card_that_waited_unread_is_told_anew(stage: Stage) -> None:
    reader = stage.reader()
    stage.do("lay_card")
    assert eventually(lambda: stage.cards.all == [CardEventKind.LAID])
    stage.do("unplug", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.NO_DEVICE)
    stage.do("plug", device="id-card")
    assert eventually(lambda: stage.cards.all == [CardEventKind.LAID, CardEventKind.REMOVED, CardEventKind.LAID])
    assert stage.read(reader).first() == CARDS["ordinary"].record
