"""The reader's codecs, for whoever feeds them with anything."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from drivers.fuzzing import FuzzTarget
from drivers.id_card.codec import (
    ADDRESS_SIZE,
    LONGEST_BODY,
    SHORTEST_REPLY,
    Command,
    Status,
    address_of,
    answers,
    card_data,
    fingerprint_size_of,
    module_number,
    photo_of,
    read_reply,
    reply,
    request,
    text_of,
)
from drivers.id_card.photos import figure, picture_of
from drivers.id_card.reading import meaning_of
from drivers.id_card.receiver import Receiver
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.text_record import decode, encode
from drivers.id_card.virtual import PHOTO, SAM_ID, VirtualReader
from kiosk.ports.devices.card_photo import PhotoFailure

_TEXTS = [encode(card.record) for card in CARDS.values()]
_REPLIES = [reply(Status.DONE, card_data(text, PHOTO)) for text in _TEXTS] + [reply(status) for status in Status]
_FINGERS = card_data(_TEXTS[0], PHOTO)[:4] + b"\x04\x00" + _TEXTS[0] + PHOTO + bytes(1024)
_ANSWERS = [
    reply(Status.DONE, SAM_ID),
    reply(Status.DONE, "北京市东城区测试街2号".ljust(ADDRESS_SIZE // 2).encode("utf-16-le")),
    reply(Status.DONE, _FINGERS),
    reply(Status.NO_SUCH_ITEM),
    reply(Status.FOUND, bytes(4)),
]
_receiver = Receiver(SHORTEST_REPLY)
_other = Receiver(SHORTEST_REPLY)
_module = VirtualReader(lambda data, delay_s: None)


def _eat_reply(wire: bytes) -> None:
    for body in _receiver.feed(wire):
        got = read_reply(body)
        meaning_of(got)
        if got.status is Status.DONE and answers(Command.READ, got):
            text = text_of(got.data)
            if text is not None:
                decode(text)


def _eat_answer(wire: bytes) -> None:
    """As if each of the other commands had been asked."""
    for body in _other.feed(wire):
        got = read_reply(body)
        for command in Command:
            if answers(command, got) and got.status is not None:
                _READ.get(command, len)(got.data)


_READ: dict[Command, Callable[[bytes], object]] = {
    Command.SAM_ID: module_number,
    Command.READ: photo_of,
    Command.READ_ADDRESS: address_of,
    Command.READ_WITH_FINGERPRINT: fingerprint_size_of,
}


def _pictures() -> list[bytes]:
    """As a plug-in decoder writes a card's photo."""
    drawn, written = figure(PhotoFailure.NO_DECODER), []
    small = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).resize((17, 21))
    for form in ("BMP", "PNG", "PPM"):
        out = io.BytesIO()
        small.save(out, form)
        written.append(out.getvalue())
    return written


TARGETS = (
    FuzzTarget("id-card replies", _eat_reply, _REPLIES, lambda: _receiver.held, LONGEST_BODY * 2),
    FuzzTarget("id-card other answers", _eat_answer, _ANSWERS, lambda: _other.held, LONGEST_BODY * 2),
    FuzzTarget("id-card text records", decode, _TEXTS),
    FuzzTarget("id-card photos", picture_of, _pictures()),
    FuzzTarget("id-card requests", _module.received, [request(command) for command in Command]),
)
