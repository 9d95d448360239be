"""What goes through the pipes between the terminal and the child that sees: a word with its facts, and perhaps a
picture.

A frame is the mark, the lengths of a JSON object and of the bytes behind it (little endian, four bytes each), and
then these.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

MARK = b"CAM1"
MOST_WORDS = 16_384  # bytes of the JSON object: a QR code of 4,296 letters fits
MOST_BYTES = 32 * 1024 * 1024
_HEAD = struct.Struct("<4sII")


@dataclass(frozen=True, slots=True)
class Message:
    word: str
    facts: Mapping[str, object] = field(repr=False)  # may hold a code's contents
    payload: bytes = field(default=b"", repr=False)

    def number(self, name: str) -> int:
        """A fact that is a whole number from 0 on; 0 where it is none."""
        value = self.facts.get(name)
        return value if type(value) is int and value >= 0 else 0

    def text(self, name: str) -> str:
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""


def wire_of(word: str, payload: bytes = b"", **facts: object) -> bytes:
    words = json.dumps({"word": word, **facts}).encode()
    return _HEAD.pack(MARK, len(words), len(payload)) + words + payload


class SpoiltError(Exception):
    """The other side does not speak like this: it is ended, never listened to again."""


class Inbox:
    """Takes what a pipe delivers, split or glued; keeps at most one message and what came behind it."""

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Message]:
        """Raises SpoiltError, after which it is empty."""
        self._held += data
        found: list[Message] = []
        try:
            while (message := self._next()) is not None:
                found.append(message)
        except SpoiltError:
            self._held.clear()
            raise
        return found

    def _next(self) -> Message | None:
        if len(self._held) < _HEAD.size:
            return None
        mark, words, payload = _HEAD.unpack_from(self._held)
        if mark != MARK or words > MOST_WORDS or payload > MOST_BYTES:
            raise SpoiltError
        middle, end = _HEAD.size + words, _HEAD.size + words + payload
        if len(self._held) < end:
            return None
        message = _message(bytes(self._held[_HEAD.size : middle]), bytes(self._held[middle:end]))
        del self._held[:end]
        return message


def _message(words: bytes, payload: bytes) -> Message:
    try:
        facts = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise SpoiltError from error
    if not isinstance(facts, dict) or not isinstance(facts.get("word"), str):
        raise SpoiltError
    return Message(facts.pop("word"), facts, payload)
