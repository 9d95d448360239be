"""What comes from the child that sees, for whoever feeds it with anything: the pipe's messages and the ring's
memory.
"""

from __future__ import annotations

from contextlib import suppress

from drivers.camera import ring
from drivers.camera.device import picture_of
from drivers.camera.messages import MOST_BYTES, Inbox, SpoiltError, wire_of
from drivers.camera.orders import Ask, Tell
from drivers.camera.video_node import takes_pictures
from drivers.code_text import text_of
from drivers.fuzzing import FuzzTarget

_FACTS = {"number": 3, "sequence": 7, "taken_ns": 99, "width": 2, "height": 3, "warnings": ["glare"]}
_MESSAGES = [
    wire_of(Tell.PICTURE, b"\xff\xd8 no more than a beginning", **_FACTS),
    wire_of(Tell.NO_PICTURE, number=3, reason="no_page"),
    wire_of(Tell.CODE, "取号凭证 A017".encode(), number=2, symbology="qr"),
    wire_of(Tell.ENDED, reason="spoilt"),
    wire_of(Ask.SNAPSHOT, number=1, after=0),
]
_inbox = Inbox()
_memory = bytearray(ring.SIZE)
_reader = ring.Reader(memoryview(_memory))


def _hear(wire: bytes) -> None:
    """The pipe as it goes on, and a fresh one: a length that was made large swallows what comes behind it."""
    for inbox in (_inbox, Inbox()):
        with suppress(SpoiltError):
            for message in inbox.feed(wire):
                picture_of(message)
                text_of(message.payload)


def _look(head: bytes) -> None:
    """As if the child had written anything at all over the ring's and the first slots' heads."""
    written = head[: ring.SIZE]
    _memory[: len(written)] = written
    _reader.seen()
    _reader.frame()
    _memory[: len(written)] = bytes(len(written))


def _ring() -> bytes:
    memory = bytearray(ring.SIZE)
    writer = ring.Writer(memoryview(memory), ring.SLOTS - 1)
    writer.at(2 * 2 * ring.DOT)[:] = bytes(16)
    writer.done(5, ring.Same(1, 5), 2, 2, 0)
    return bytes(memory[:256])


def _capabilities(answer: bytes) -> None:
    takes_pictures(answer.ljust(104, b"\0")[:104])


TARGETS = (
    # A head may announce one whole picture; nothing is held beyond it and the piece that came last.
    FuzzTarget("camera messages", _hear, _MESSAGES, lambda: _inbox.held, MOST_BYTES + (1 << 20)),
    FuzzTarget("camera frames", _look, [_ring()]),
    FuzzTarget(
        "camera capabilities",
        _capabilities,
        [b"uvcvideo".ljust(84, b"\0") + bytes.fromhex("0100a084 01000004") + bytes(12)],
    ),
)
