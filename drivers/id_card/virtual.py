"""The reader's own end of the wire: takes requests apart, behaves as a module with or without a card, answers in bytes.

What it models, from vendor notes and public logs: a card is found and selected before it is read; after a completed
read the same card is not found again until it is lifted [A]; the appended address can be asked while the card lies
there [B].
The photo is an opaque block with the header that all public samples share [A]: no encoder for the real format is
public.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from drivers.far_end.faults import Answer, FaultBox
from drivers.id_card.codec import (
    ADDRESS_SIZE,
    BAUD_COMMANDS,
    PHOTO_SIZE,
    SHORTEST_REQUEST,
    Command,
    Request,
    Status,
    card_data,
    read_request,
    reply,
)
from drivers.id_card.receiver import Receiver
from drivers.id_card.text_record import encode
from kiosk.domain.identity import CardRecord

PHOTO = bytes.fromhex("57 4C 66 00 7E 00 32 00 00 FF 85").ljust(PHOTO_SIZE, b"\0")
SAM_ID = bytes.fromhex("05 00 01 00 5B 03 33 01 01 00 00 00 01 00 00 00")


@dataclass(frozen=True, slots=True)
class LaidCard:
    """A card on the reader and how far the module has come with it."""

    text: bytes
    new_address: str = ""  # the appended address, empty for none
    found: bool = False
    selected: bool = False
    given: bool = False


@dataclass(frozen=True, slots=True)
class RadioTimes:
    """How long the module itself takes before it answers, seconds."""

    find: float = 0.008
    select: float = 0.008
    read: float = 0.02


Sent = tuple[Status, bytes]


class VirtualReader:
    """`send` takes wire bytes and a delay in seconds. `received` may come from one thread, the rest from any."""

    def __init__(
        self,
        send: Callable[[bytes, float], None],
        radio: RadioTimes | None = None,
        set_baud: Callable[[int], None] = lambda baud: None,
    ) -> None:
        self.faults = FaultBox()
        self.fingerprints = 0  # bytes that every card holds: 0 or 1024
        self._set_baud = set_baud
        self._send = send
        self._receiver = Receiver(SHORTEST_REQUEST)
        self._card: LaidCard | None = None
        self._lock = threading.Lock()
        radio = radio or RadioTimes()
        self._delays = {Command.FIND: radio.find, Command.SELECT: radio.select, Command.READ: radio.read}

    def lay(self, record: CardRecord, new_address: str = "") -> None:
        with self._lock:
            self._card = LaidCard(encode(record), new_address)

    def lift(self) -> bool:
        """False when there was no card."""
        with self._lock:
            card, self._card = self._card, None
            return card is not None

    @property
    def occupied(self) -> bool:
        return self._card is not None

    def restart(self) -> None:
        """Power went, and nothing arrives now: the module forgets half a command and how far it was; the card stays."""
        self._receiver.clear()
        with self._lock:
            self._forget_progress()

    def received(self, data: bytes) -> None:
        broken = self._receiver.broken
        for body in self._receiver.feed(data):
            self._answer(read_request(body))
        if self._receiver.broken > broken:
            self._deliver("request", reply(Status.BAD_CHECKSUM), 0.0)

    def _answer(self, request: Request) -> None:
        command = request.command
        if command is None or request.data:
            self._deliver("unknown", reply(Status.BAD_COMMAND), 0.0)
            return
        with self._lock:
            status, data = _ACTS[command](self)
        self._deliver(command.name.lower(), reply(status, data), self._delays.get(command, 0.0))
        if command in _BAUDS:  # answered at the old speed; no source says so, and the driver does not rely on it
            self._set_baud(_BAUDS[command])

    def _deliver(self, kind: str, wire: bytes, delay_s: float) -> None:
        bent = self.faults.bend(Answer(kind, wire))
        if bent:
            self._send(bent, delay_s)

    def _forget_progress(self) -> None:
        if self._card is not None:
            self._card = replace(self._card, found=False, selected=False, given=False)

    def _reset(self) -> Sent:
        self._forget_progress()
        return Status.DONE, b""

    def _self_check(self) -> Sent:
        return Status.DONE, b""

    def _sam_id(self) -> Sent:
        return Status.DONE, SAM_ID

    def _find(self) -> Sent:
        if self._card is None or self._card.given:
            return Status.NOT_FOUND, b""
        self._card = replace(self._card, found=True)
        return Status.FOUND, bytes(4)

    def _select(self) -> Sent:
        if self._card is None or self._card.given or not self._card.found:
            return Status.NOT_SELECTED, b""
        self._card = replace(self._card, selected=True)
        return Status.DONE, bytes(8)

    def _read(self) -> Sent:
        if self._card is None or not self._card.selected:
            return Status.READ_FAILED, b""
        self._card = replace(self._card, given=True)
        return Status.DONE, card_data(self._card.text, PHOTO)

    def _read_with_fingerprint(self) -> Sent:
        status, data = self._read()
        return status, data and data[:4] + self.fingerprints.to_bytes(2, "big") + data[4:] + bytes(self.fingerprints)

    def _read_address(self) -> Sent:
        if self._card is None or not self._card.selected:
            return Status.READ_FAILED, b""
        if not self._card.new_address:
            return Status.NO_SUCH_ITEM, b""
        return Status.DONE, self._card.new_address.ljust(ADDRESS_SIZE // 2).encode("utf-16-le")[:ADDRESS_SIZE]


_BAUDS = {command: baud for baud, command in BAUD_COMMANDS.items()}
_ACTS: Mapping[Command, Callable[[VirtualReader], Sent]] = {
    Command.RESET: VirtualReader._reset,
    Command.STATUS: VirtualReader._self_check,
    Command.SAM_ID: VirtualReader._sam_id,
    Command.FIND: VirtualReader._find,
    Command.SELECT: VirtualReader._select,
    Command.READ: VirtualReader._read,
    Command.READ_ADDRESS: VirtualReader._read_address,
    Command.READ_WITH_FINGERPRINT: VirtualReader._read_with_fingerprint,
    **dict.fromkeys(BAUD_COMMANDS.values(), VirtualReader._self_check),
}
