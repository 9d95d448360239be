"""IPP's messages as the printer's own end has them: a request's bytes in, an answer's bytes out (RFC 8010, 3.1 [A]).

The clerk speaks through a library; this end is written for itself, so that no mistake of the one hides in the other.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from drivers.document_printer.ipp_frame import HEAD, is_whole

VERSION = (2, 0)
_END, _FIRST_VALUE = 0x03, 0x10  # below it stand the tags of groups
Plain = int | bool | str


class Group(IntEnum):
    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04


class Tag(IntEnum):
    """RFC 8010, 3.5.2, those that are used here."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49


@dataclass(frozen=True, slots=True)
class Request:
    """`attributes`: of all groups together, the first value of each; `document`: what stands behind them."""

    operation: int
    number: int
    attributes: Mapping[str, Plain]
    document: bytes = b""

    def whole(self, name: str) -> int | None:
        value = self.attributes.get(name)
        return value if type(value) is int else None

    def words(self, name: str) -> str:
        value = self.attributes.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Attribute:
    name: str
    tag: Tag
    values: tuple[Plain, ...]


def request_in(data: bytes) -> Request | None:
    """None for whatever is not whole."""
    if not is_whole(data):
        return None
    operation, number = struct.unpack_from(">HI", data, 2)
    attributes: dict[str, Plain] = {}
    end = HEAD
    for tag, name, value, after in _attributes(data):
        end = after
        if name:  # without one it is a further value of the attribute before it
            attributes.setdefault(name, _value(tag, value))
    while data[end] != _END:  # groups without attributes
        end += 1
    return Request(operation, number, attributes, data[end + 1 :])


def answer(status: int, number: int, *groups: tuple[Group, tuple[Attribute, ...]]) -> bytes:
    """`status`: RFC 8011's; `number`: the request's own."""
    head = struct.pack(">BBHI", *VERSION, status, number)
    spoken = (
        Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
        Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
    )
    every = ((Group.OPERATION, spoken), *groups)
    return head + b"".join(bytes([group]) + b"".join(map(_written, own)) for group, own in every) + bytes([_END])


def _attributes(data: bytes) -> Iterator[tuple[int, str, bytes, int]]:
    """Tag, name, value, and where the next one stands; of a whole message."""
    at = HEAD
    while data[at] != _END:
        if data[at] < _FIRST_VALUE:
            at += 1
            continue
        tag = data[at]
        name, middle = _string(data, at + 1)
        value, at = _string(data, middle)
        yield tag, name.decode("ascii", "replace"), value, at


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    size = int(struct.unpack_from(">H", data, at)[0])
    return data[at + 2 : at + 2 + size], at + 2 + size


def _value(tag: int, value: bytes) -> Plain:
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int.from_bytes(value, "big", signed=True)
    return value != b"\0" if tag == Tag.BOOLEAN else value.decode("utf-8", "replace")


def _written(one: Attribute) -> bytes:
    names = (one.name, *("" for _ in one.values[1:]))
    return b"".join(
        bytes([one.tag]) + _sized(name.encode()) + _sized(_bytes(one.tag, value))
        for name, value in zip(names, one.values, strict=True)
    )


def _bytes(tag: Tag, value: Plain) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return struct.pack(">?", value) if tag is Tag.BOOLEAN else struct.pack(">i", value)


def _sized(value: bytes) -> bytes:
    return struct.pack(">H", len(value)) + value
