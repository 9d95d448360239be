"""Reads the card that lies there: find, select, read, up to three times; what every refusal means to a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from drivers.id_card.codec import Command, Reply, Status, address_of, photo_of, text_of
from drivers.id_card.conversation import Conversation, Fault
from drivers.id_card.text_record import decode
from drivers.serial_link import LinkFault
from kiosk.domain.identity import CardRecord
from kiosk.ports.devices import ReadFailure

_MEANING = {
    Status.CARD_REFUSED_MODULE: ReadFailure.CARD_REFUSED,
    Status.MODULE_REFUSED_CARD: ReadFailure.CARD_REFUSED,
    Status.NOT_VERIFIED: ReadFailure.CARD_REFUSED,
    Status.FINGERPRINT_NOT_VERIFIED: ReadFailure.CARD_REFUSED,
    Status.UNKNOWN_CARD_TYPE: ReadFailure.CARD_UNKNOWN,
    Status.WRONG_INFORMATION_LENGTH: ReadFailure.RECORD_BROKEN,
    Status.SELF_CHECK_FAILED: ReadFailure.READER_FAULT,
    Status.NOT_AUTHORISED: ReadFailure.READER_FAULT,
    Status.NOT_PERMITTED: ReadFailure.READER_FAULT,
    Status.BAD_COMMAND: ReadFailure.READER_FAULT,
    Status.BAD_CHECKSUM: ReadFailure.READER_SILENT,  # the line spoils what is sent to the module
    Status.BAD_LENGTH: ReadFailure.READER_SILENT,
}
# A second try helps against a card that still moves and against a spoilt line, against nothing else.
_WORTH_ANOTHER_TRY = (ReadFailure.CARD_MOVED, ReadFailure.READER_SILENT)


@dataclass(frozen=True, slots=True)
class Wants:
    """What is taken of a card beside its record; nothing, unless the configuration says so.

    `photo` gets the undecoded block. `new_address`: the address appended later is asked for too.
    """

    photo: Callable[[bytes], None] | None = None
    new_address: bool = False


def read_card(talk: Conversation, found: bool, tries: int, wants: Wants) -> CardRecord | ReadFailure | LinkFault:
    """`found`: a find has just succeeded. A LinkFault means that the port went, which the supervisor handles."""
    outcome: CardRecord | ReadFailure | LinkFault = ReadFailure.CARD_MOVED
    for attempt in range(tries):
        outcome = _try(talk, found and attempt == 0, wants)
        if outcome not in _WORTH_ANOTHER_TRY:
            break
    return outcome


def _try(talk: Conversation, found: bool, wants: Wants) -> CardRecord | ReadFailure | LinkFault:
    # Find and select may refuse a card that can still be read (one that was read before): only the read decides.
    for command in (Command.SELECT,) if found else (Command.FIND, Command.SELECT):
        before = talk.ask(command)
        if not isinstance(before, Reply):
            return _without(before)
    record = _understand(talk.ask(Command.READ), wants)
    return _with_address(talk, record) if wants.new_address and isinstance(record, CardRecord) else record


def _with_address(talk: Conversation, record: CardRecord) -> CardRecord:
    """A card without one says "no such item"; one that cannot be asked any more is still the card that was read."""
    reply = talk.ask(Command.READ_ADDRESS)
    there = isinstance(reply, Reply) and reply.status is Status.DONE
    return replace(record, new_address=address_of(reply.data)) if there and isinstance(reply, Reply) else record


def _understand(reply: Reply | Fault, wants: Wants) -> CardRecord | ReadFailure | LinkFault:
    if not isinstance(reply, Reply):
        return _without(reply)
    if reply.status is not Status.DONE:
        return meaning_of(reply)
    text = text_of(reply.data)
    record = ReadFailure.RECORD_BROKEN if text is None else decode(text)
    if wants.photo is not None and isinstance(record, CardRecord):
        wants.photo(photo_of(reply.data) or b"")
    return record


def meaning_of(reply: Reply) -> ReadFailure:
    """What a refusal means; anything unnamed is taken for a card that moved, because laying it again is harmless."""
    return ReadFailure.CARD_MOVED if reply.status is None else _MEANING.get(reply.status, ReadFailure.CARD_MOVED)


def _without(fault: Fault) -> ReadFailure | LinkFault:
    return fault if isinstance(fault, LinkFault) else ReadFailure.READER_SILENT
