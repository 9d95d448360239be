"""The reader's codecs, for whoever feeds them with anything."""

from __future__ import annotations

from drivers.fuzzing import FuzzTarget
from drivers.id_card.codec import (
    LONGEST_BODY,
    SHORTEST_REPLY,
    Command,
    Status,
    answers,
    card_data,
    read_reply,
    reply,
    request,
    text_of,
)
from drivers.id_card.reading import meaning_of
from drivers.id_card.receiver import Receiver
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.text_record import decode, encode
from drivers.id_card.virtual import PHOTO, VirtualReader

_TEXTS = [encode(card.record) for card in CARDS.values()]
_REPLIES = [reply(Status.DONE, card_data(text, PHOTO)) for text in _TEXTS] + [reply(status) for status in Status]
_receiver = Receiver(SHORTEST_REPLY)
_module = VirtualReader(lambda data, delay_s: None)


def _eat_reply(wire: bytes) -> None:
    for body in _receiver.feed(wire):
        got = read_reply(body)
        meaning_of(got)
        if got.status is Status.DONE and answers(Command.READ, got):
            text = text_of(got.data)
            if text is not None:
                decode(text)


TARGETS = (
    FuzzTarget("id-card replies", _eat_reply, _REPLIES, lambda: _receiver.held, LONGEST_BODY * 2),
    FuzzTarget("id-card text records", decode, _TEXTS),
    FuzzTarget("id-card requests", _module.received, [request(command) for command in Command]),
)
