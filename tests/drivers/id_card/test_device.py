"""What the device asks of its module and when: nothing of a person before somebody asked for it."""

from __future__ import annotations

from drivers.id_card.codec import Command
from drivers.id_card.device import Care, Memory
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.wish import Answer, Wish
from kiosk.ports.devices import CardMedia, DeviceState
from tests.drivers.id_card.in_memory import MemoryLink

CARD = CARDS["two_characters"]
PERSONAL = {Command.READ, Command.READ_ADDRESS, Command.READ_WITH_FINGERPRINT}


def test_before_somebody_asks_nothing_personal_crosses_the_wire() -> None:
    link, wish, memory = MemoryLink(), Wish(), Memory()
    device = link.device(wish, memory)
    link.module.lay(CARD.record, CARD.new_address)
    device.open()
    assert [device.beat().media for _ in range(6)] == [CardMedia.PRESENT] * 6
    assert not PERSONAL & set(link.asked)
    got: list[Answer] = []
    wish.lay_down(got.append)
    device.beat()
    assert got == [CARD.record]
    assert link.asked.count(Command.READ) == 1


def test_a_card_that_was_given_is_not_read_a_second_time_while_it_lies_there() -> None:
    link, wish, memory = MemoryLink(), Wish(), Memory()
    device, got = link.device(wish, memory), list[Answer]()
    link.module.lay(CARD.record, CARD.new_address)
    wish.lay_down(got.append)
    device.open()
    device.beat()
    link.asked.clear()
    wish.lay_down(got.append)
    assert [device.beat().media for _ in range(4)] == [CardMedia.PRESENT] * 4
    assert (set(link.asked), len(got)) == ({Command.READ_ADDRESS}, 1)


def test_a_port_that_is_only_opened_does_not_say_that_no_card_lies_there() -> None:
    link = MemoryLink()
    opened = link.device(Wish(), Memory()).open()
    assert (opened.device, opened.media) == (DeviceState.ONLINE, CardMedia.UNKNOWN)
    assert link.asked[0] is Command.STATUS


def test_what_does_not_answer_a_status_request_is_no_reader_whatever_else_it_answers() -> None:
    link = MemoryLink()
    link.deaf_to = {Command.STATUS}
    opened = link.device(Wish(), Memory()).open()
    assert (opened.device, opened.reason, opened.media) == (DeviceState.OFFLINE, "silent", CardMedia.UNKNOWN)
    assert link.asked == [Command.STATUS]


def test_a_card_whose_newest_address_does_not_come_is_still_the_card_that_was_read() -> None:
    link, wish, got = MemoryLink(), Wish(), list[Answer]()
    link.deaf_to = {Command.READ_ADDRESS}
    device = link.device(wish, Memory(), Care(new_address=True))
    link.module.lay(CARD.record, CARD.new_address)
    wish.lay_down(got.append)
    device.open()
    device.beat()
    assert got == [CARD.record]
