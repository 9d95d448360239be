"""Frames of the security module in ID-card readers (SAM-V, now SAM-A), both directions, bytes <-> values.

Protocol: GA/T 467-2019 clause 7 as public vendor documents and drivers agree on it [A]; the standard's own text was not
at hand. To the module: preamble, length, command, parameter, data, check. From it: preamble, length, SW1 SW2 SW3, data,
check. The length counts everything after itself; the check is the XOR of length and body, so XOR over both and the
check is 0. Integers are big-endian.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

PREAMBLE = bytes.fromhex("AA AA AA 96 69")
TEXT_SIZE = 256
PHOTO_SIZE = 1024
ADDRESS_SIZE = 70
LONGEST_BODY = 6 + TEXT_SIZE + PHOTO_SIZE + 1024 + 4  # a 30 10 answer with both fingerprints
SHORTEST_REQUEST = 3  # command, parameter, check
SHORTEST_REPLY = 4  # three status bytes, check


class Command(Enum):
    """Command and parameter byte [A]; the values of 60 are in one vendor's headers [B]. "Read management number" is
    missing on purpose: its code is not public."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_ADDRESS = b"\x30\x03"
    READ_WITH_FINGERPRINT = b"\x30\x10"
    BAUD_115200 = b"\x60\x00"
    BAUD_57600 = b"\x60\x01"
    BAUD_38400 = b"\x60\x02"
    BAUD_19200 = b"\x60\x03"
    BAUD_9600 = b"\x60\x04"


BAUD_COMMANDS: Mapping[int, Command] = {
    115200: Command.BAUD_115200,
    57600: Command.BAUD_57600,
    38400: Command.BAUD_38400,
    19200: Command.BAUD_19200,
    9600: Command.BAUD_9600,
}


class Status(IntEnum):
    """SW3, as five vendors' tables agree [A]. SW1 and SW2 are 0 in every published frame."""

    BAD_CHECKSUM = 0x10
    BAD_LENGTH = 0x11
    BAD_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNRECOGNISED_ERROR = 0x24
    CARD_REFUSED_MODULE = 0x31
    MODULE_REFUSED_CARD = 0x32
    NOT_VERIFIED = 0x33
    FINGERPRINT_NOT_VERIFIED = 0x37
    WRONG_INFORMATION_LENGTH = 0x3F
    UNKNOWN_CARD_TYPE = 0x40
    READ_FAILED = 0x41
    NO_RANDOM_NUMBER = 0x47
    SELF_CHECK_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NOT_FOUND = 0x80  # no card, or the card that was read still lies there
    NOT_SELECTED = 0x81
    DONE = 0x90
    NO_SUCH_ITEM = 0x91
    FOUND = 0x9F


@dataclass(frozen=True, slots=True)
class Request:
    code: bytes  # command and parameter
    data: bytes = b""

    @property
    def command(self) -> Command | None:
        return Command(self.code) if self.code in _CODES else None


_CODES = frozenset(command.value for command in Command)


@dataclass(frozen=True, slots=True)
class Reply:
    """`sw` is the whole status; data never shows in a log."""

    sw: bytes
    data: bytes

    def __repr__(self) -> str:
        return f"Reply(sw={self.sw.hex()}, {len(self.data)} bytes)"

    @property
    def status(self) -> Status | None:
        """None for a code that no source names."""
        known = self.sw[:2] == b"\x00\x00" and self.sw[2] in _STATUSES
        return Status(self.sw[2]) if known else None


_STATUSES = frozenset(int(status) for status in Status)


def check(body: bytes | bytearray) -> int:
    """XOR of all bytes, by folding one big integer: constant work even when a line sends nothing but preambles."""
    width = 1 << max(len(body) - 1, 0).bit_length()
    value = int.from_bytes(body, "big")
    while width > 1:
        width >>= 1
        value = (value >> (8 * width)) ^ (value & ((1 << (8 * width)) - 1))
    return value


def frame(body: bytes) -> bytes:
    """A whole frame around status or command and data. Raises ValueError beyond 65,534 bytes."""
    if len(body) > 0xFFFE:
        raise ValueError(f"a frame holds at most 65534 bytes, not {len(body)}")
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([check(counted)])


def request(command: Command, data: bytes = b"") -> bytes:
    return frame(command.value + data)


def reply(status: Status | int, data: bytes = b"") -> bytes:
    return frame(bytes([0, 0, status]) + data)


def card_data(text: bytes, photo: bytes) -> bytes:
    """The data of a successful 30 01: both lengths, then both parts [A]."""
    return len(text).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + text + photo


def bytes_of_a_read() -> int:
    """What finding, selecting and reading one card puts on the line, both directions together."""
    asked = sum(len(request(command)) for command in (Command.FIND, Command.SELECT, Command.READ))
    record = card_data(bytes(TEXT_SIZE), bytes(PHOTO_SIZE))
    given = reply(Status.FOUND, bytes(4)) + reply(Status.DONE, bytes(8)) + reply(Status.DONE, record)
    return asked + len(given)


def text_of(data: bytes) -> bytes | None:
    """The text record out of a 30 01 answer; the photo is not even copied. None when the lengths do not fit."""
    text_size, photo_size = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
    whole = text_size == TEXT_SIZE and len(data) == 4 + text_size + photo_size
    return data[4 : 4 + TEXT_SIZE] if whole else None


def photo_of(data: bytes) -> bytes | None:
    """The WLT block out of a 30 01 answer, for whoever decodes it; None when the lengths do not fit."""
    return None if text_of(data) is None else data[4 + TEXT_SIZE :]


def fingerprint_size_of(data: bytes) -> int | None:
    """How many bytes of fingerprints a 30 10 answer holds; they themselves are not looked at. None: lengths do not fit.

    Its three lengths stand before text, photo and fingerprints: 1024 for two fingers, 0 for a card without [A].
    """
    text_size, photo_size, finger_size = (int.from_bytes(data[at : at + 2], "big") for at in (0, 2, 4))
    whole = text_size == TEXT_SIZE and len(data) == 6 + text_size + photo_size + finger_size
    return finger_size if whole else None


def module_number(data: bytes) -> str:
    """A SAM-ID as it is printed on readers, `05.01-20120411-0000000001-0000000001`: 16 bytes, little-endian [A]."""
    parts = [int.from_bytes(data[at : at + size], "little") for at, size in ((0, 2), (2, 2), (4, 4), (8, 4), (12, 4))]
    return f"{parts[0]:02}.{parts[1]:02}-{parts[2]}-{parts[3]:010}-{parts[4]:010}"


def address_of(data: bytes) -> str:
    """The appended address out of a 30 03 answer, 70 bytes of UTF-16LE [A]; empty when it is not text."""
    try:
        return data.decode("utf-16-le").strip(" \0")
    except UnicodeDecodeError:
        return ""


def read_request(body: bytes) -> Request:
    return Request(body[:2], body[2:])


def read_reply(body: bytes) -> Reply:
    return Reply(body[:3], body[3:])


# What a successful answer must look like, so that a late answer to the command before is never taken for this one's.
_ANSWERS: dict[Command, dict[Status, range]] = {
    Command.RESET: {Status.DONE: range(0, 1)},
    Command.STATUS: {Status.DONE: range(0, 1)},
    Command.SAM_ID: {Status.DONE: range(16, 17)},
    Command.FIND: {Status.FOUND: range(0, 17)},
    Command.SELECT: {Status.DONE: range(1, 16)},
    Command.READ: {Status.DONE: range(4 + TEXT_SIZE, LONGEST_BODY)},
    Command.READ_ADDRESS: {Status.DONE: range(ADDRESS_SIZE, ADDRESS_SIZE + 1), Status.NO_SUCH_ITEM: range(0, 1)},
    Command.READ_WITH_FINGERPRINT: {Status.DONE: range(6 + TEXT_SIZE, LONGEST_BODY)},
    **{command: {Status.DONE: range(0, 1)} for command in BAUD_COMMANDS.values()},
}
_SUCCESSES = frozenset({Status.DONE, Status.NO_SUCH_ITEM, Status.FOUND})


def answers(command: Command, got: Reply) -> bool:
    """Whether `got` can be the answer to `command`: every refusal can, a success only with its own code and size."""
    if got.status is None or got.status not in _SUCCESSES:
        return True
    return len(got.data) in _ANSWERS[command].get(got.status, ())
