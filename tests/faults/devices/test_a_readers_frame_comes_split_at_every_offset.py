"""A frame arrives in two pieces, whatever the piece."""

from __future__ import annotations

from drivers.id_card.codec import SHORTEST_REPLY, Command, Reply, Status, card_data, reply
from drivers.id_card.conversation import Conversation
from drivers.id_card.receiver import Receiver
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.text_record import encode
from drivers.id_card.virtual import PHOTO
from drivers.serial_link import LinkFault

DATA = card_data(encode(CARDS["rare_characters"].record), PHOTO)
FRAME = reply(Status.DONE, DATA)


class Pieces:
    """A link that delivers these pieces, one a reading."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    def read(self, limit_s: float) -> bytes | LinkFault:
        return self._pieces.pop(0) if self._pieces else b""

    def write(self, data: bytes) -> LinkFault | None:
        return None

    def clear(self) -> LinkFault | None:
        return None

    def interrupt(self) -> None:
        return None

    def close(self) -> None:
        return None


def test_the_record_is_whole_whatever_the_offset() -> None:
    for at in range(1, len(FRAME)):
        answer = Conversation(Pieces(FRAME[:at], FRAME[at:])).ask(Command.READ)
        assert isinstance(answer, Reply), at
        assert answer.data == DATA, at


def test_byte_by_byte_it_is_still_one_frame() -> None:
    answer = Conversation(Pieces(*(bytes([byte]) for byte in FRAME))).ask(Command.READ)
    assert isinstance(answer, Reply)
    assert answer.data == DATA


def test_two_frames_cut_anywhere_are_two_frames() -> None:
    two = reply(Status.FOUND, bytes(4)) + reply(Status.NOT_SELECTED)
    for at in range(1, len(two)):
        receiver = Receiver(SHORTEST_REPLY)
        assert len(receiver.feed(two[:at]) + receiver.feed(two[at:])) == 2, at
        assert (receiver.broken, receiver.noise, receiver.held) == (0, 0, 0)
