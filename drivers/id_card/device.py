"""The reader as the supervisor sees it: one look every beat, a card noticed, read on request, and noticed to leave.

Between being found and being read a card is watched by find and select alone: nothing personal crosses the wire before
somebody asked for it. After a completed read the module does not find the same card again until it is lifted, so its
presence is asked by reading the appended address (answered "no such item" or by data dropped at once). Both are how
public drivers of several readers do it [A].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from drivers.held_link import HeldLink
from drivers.id_card.codec import Command, Reply, Status, module_number
from drivers.id_card.conversation import Conversation, Fault, Patience
from drivers.id_card.photos import PhotoShelf
from drivers.id_card.reading import Wants, meaning_of, read_card
from drivers.id_card.wish import Wish
from drivers.serial_link import LinkFault, Opener
from kiosk.ports.devices import CardEventKind, CardMedia, DeviceState, DeviceStatus, ReadFailure


@dataclass(frozen=True, slots=True)
class Care:
    """`tries`: reads before a card is called unreadable; `misses`: looks without the card before it has left; `rest_s`:
    seconds between two looks while no card lies there and nobody waits for one."""

    tries: int = 3
    misses: int = 2
    rest_s: float = 0.4
    patience: Patience = field(default_factory=Patience)
    photo: bool = False  # the undecoded photo is kept while the card lies there
    new_address: bool = False  # the address appended later is read too


class Lying(Enum):
    NOTHING = "nothing"
    UNREAD = "unread"
    GIVEN = "given"  # its record was handed over; it is not handed over again until the card was lifted


class Memory:
    """What outlives a closed port, so that a blip of the cable does not make a lying card a new one.

    `blip`: the port was lost for so short a time that nobody was told; a card that lies there is then the same card.
    """

    def __init__(self) -> None:
        self.lying = Lying.NOTHING
        self.blip = True
        self.module = ""  # its number, as printed on it; empty while it is not known
        self.photos = PhotoShelf()


class IdCardDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another."""

    def __init__(
        self, opener: Opener, wish: Wish, on_card: Callable[[CardEventKind], None], memory: Memory, care: Care
    ) -> None:
        self._line = HeldLink(opener)
        self._wish = wish
        self._on_card = on_card
        self._memory = memory
        self._care = care
        self._wants = Wants(memory.photos.lay if care.photo else None, care.new_address)
        self._talk: Conversation | None = None
        self._missed = 0
        self._just_opened = False

    def open(self) -> DeviceStatus:
        """Proves that a module answers (status, 11 FF) before the port is used for anything else.

        Whether a card lies there nobody knows before the first look.
        """
        status = self._connect() or self._judge(self._ask(Command.STATUS))
        if status.device is DeviceState.ONLINE:
            self._learn_the_module()
        return replace(status, media=CardMedia.UNKNOWN) if self._memory.lying is Lying.NOTHING else status

    def _learn_the_module(self) -> None:
        """A module that does not tell its number works all the same."""
        reply = self._ask(Command.SAM_ID)
        known = isinstance(reply, Reply) and reply.status is Status.DONE
        self._memory.module = module_number(reply.data) if known and isinstance(reply, Reply) else ""

    def _connect(self) -> DeviceStatus | None:
        if self._talk is not None:
            return None
        fault = self._line.connect()
        if fault is not None:
            return _lost(fault)
        self._talk = Conversation(self._line.link, self._care.patience)
        self._missed, self._just_opened = 0, True
        if self._memory.lying is Lying.UNREAD and not self._memory.blip:
            self._removed()
        return None

    def reset(self) -> DeviceStatus:
        status = self._connect()
        return status or self._judge(self._ask(Command.RESET))

    def close(self) -> None:
        self._line.close()
        self._talk = None

    def interrupt(self) -> None:
        """The photo goes too: nobody is there for it, and its decoder must not outlive the terminal."""
        self._line.interrupt()
        self._memory.photos.wipe()

    @property
    def rest_s(self) -> float:
        """See kiosk.operation.device_orders.Resting."""
        return self._care.rest_s if self._memory.lying is Lying.NOTHING and not self._wish.pending else 0.0

    def beat(self) -> DeviceStatus:
        match self._memory.lying:
            case Lying.NOTHING:
                status = self._look_for_a_card()
            case Lying.UNREAD:
                status = self._watch_unread()
            case Lying.GIVEN:
                status = self._watch_given()
        if status.device is DeviceState.ONLINE:
            self._just_opened, self._memory.blip = False, True
        return status

    def _look_for_a_card(self) -> DeviceStatus:
        reply = self._ask(Command.FIND)
        if isinstance(reply, Reply) and reply.status is Status.FOUND:
            return self._laid()
        if self._just_opened and isinstance(reply, Reply):
            self._notice_a_forgotten_card()
        return self._judge(reply)

    def _notice_a_forgotten_card(self) -> None:
        """One that was read before this program started is not found, but its presence can be asked as after a read."""
        reply = self._ask(Command.READ_ADDRESS)
        if isinstance(reply, Reply) and reply.status in (Status.DONE, Status.NO_SUCH_ITEM):
            self._memory.lying = Lying.GIVEN

    def _laid(self) -> DeviceStatus:
        self._memory.lying, self._missed = Lying.UNREAD, 0
        self._on_card(CardEventKind.LAID)
        return self._read(found=True) if self._wish.pending else self._well()

    def _read(self, found: bool) -> DeviceStatus:
        outcome = read_card(self._conversation(), found, self._care.tries, self._wants)
        if isinstance(outcome, LinkFault):
            return _lost(outcome)
        given = self._wish.answer(outcome)
        if given and not isinstance(outcome, ReadFailure):
            self._memory.lying = Lying.GIVEN
        else:
            self._memory.photos.wipe()
        return self._well()

    def _watch_unread(self) -> DeviceStatus:
        if self._wish.pending:
            return self._read(found=False)
        found = self._ask(Command.FIND)
        if isinstance(found, Reply) and found.status is Status.NOT_FOUND:
            found = self._ask(Command.SELECT)
        return self._still_there(found, (Status.FOUND, Status.DONE))

    def _watch_given(self) -> DeviceStatus:
        reply = self._ask(Command.READ_ADDRESS)
        there = (Status.DONE, Status.NO_SUCH_ITEM)
        if not isinstance(reply, Reply) or reply.status in there:
            return self._still_there(reply, there)
        found = self._ask(Command.FIND)
        if not isinstance(found, Reply) or found.status is not Status.FOUND:
            return self._still_there(found, ())
        return self._found_again()

    def _found_again(self) -> DeviceStatus:
        """After a card was given, the module finds only a lifted one, unless it lost its own memory with the port."""
        if self._just_opened and self._memory.blip:
            return self._still_there(self._ask(Command.SELECT), (Status.DONE,))
        self._removed()
        return self._laid()

    def _still_there(self, reply: Reply | Fault, there: tuple[Status, ...]) -> DeviceStatus:
        status = self._judge(reply)
        if isinstance(reply, Reply) and status.device is DeviceState.ONLINE:
            self._missed = 0 if reply.status in there else self._missed + 1
            if self._missed >= self._care.misses:
                self._removed()
            return self._well()
        return status

    def _removed(self) -> None:
        self._memory.lying, self._missed = Lying.NOTHING, 0
        self._memory.photos.wipe()
        self._on_card(CardEventKind.REMOVED)

    def _conversation(self) -> Conversation:
        if self._talk is None:
            raise RuntimeError("the reader was used before it was opened")
        return self._talk

    def _ask(self, command: Command) -> Reply | Fault:
        return self._conversation().ask(command)

    def _judge(self, reply: Reply | Fault) -> DeviceStatus:
        if not isinstance(reply, Reply):
            return _lost(reply)
        match meaning_of(reply):
            case ReadFailure.READER_FAULT:
                return DeviceStatus(DeviceState.HARDWARE_ERROR, _reason(reply), media=CardMedia.UNKNOWN)
            case ReadFailure.READER_SILENT:
                return DeviceStatus(DeviceState.OFFLINE, _reason(reply), media=CardMedia.UNKNOWN)
            case _:
                return self._well()

    def _well(self) -> DeviceStatus:
        media = CardMedia.NOT_PRESENT if self._memory.lying is Lying.NOTHING else CardMedia.PRESENT
        return DeviceStatus(DeviceState.ONLINE, media=media)


def _reason(reply: Reply) -> str:
    return reply.status.name.lower() if reply.status is not None else f"status_{reply.sw.hex()}"


def _lost(fault: Fault) -> DeviceStatus:
    state = fault.state if isinstance(fault, LinkFault) else DeviceState.OFFLINE
    return DeviceStatus(state, fault.value, media=CardMedia.UNKNOWN)
