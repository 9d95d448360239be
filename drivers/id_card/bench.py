"""The virtual ID-card reader on the bench: cards to lay, and what its module or its line can do wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from drivers.far_end.faults import CutFrame, FaultBox, Glued, Noise, OtherAnswer, OtherBytes, WrongChecksum, stray_bytes
from drivers.far_end.pty_line import PtyLine
from drivers.id_card.codec import PREAMBLE, Command, Status, reply
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.virtual import VirtualReader
from drivers.virtual_devices.arguments import Arguments, WrongArgumentError
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing
from kiosk.domain.identity import masked_name, masked_number

_SW3 = re.compile("[0-9A-Fa-f]{2}")


class ReaderUnit:
    name = "id-card"
    kinds = frozenset(command.name.lower() for command in Command)
    untold = frozenset(("noise", "wrong_checksum", "cut_frame", "status_code", "glued", "wrong_length", "fingerprints"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self.line = PtyLine(folder / self.name, self._received, told=self._plug_told)
        self._reader = VirtualReader(self.line.send, set_baud=self._set_baud)
        self._speed = 0  # of the module, once a command has set it; before, any speed will do
        self._reader.faults.told = changed
        self._changed = changed
        self._laid = ""

    @property
    def faults(self) -> FaultBox:
        return self._reader.faults

    def state(self) -> Reply:
        return {"card": self._laid}

    def _set_baud(self, baud: int) -> None:
        self._speed = baud
        self.line.set_baud(baud)

    def _received(self, data: bytes) -> None:
        """At another speed than the module's a line carries bits and no bytes: nothing that could be answered."""
        if self._speed in (0, self.line.host_baud):
            self._reader.received(data)

    def _plug_told(self, what: str) -> None:
        """The cable is its power too: without it the module forgets half a command and how far it was with its card."""
        if what == "unplugged":
            self._reader.restart()
        self._changed(what)

    def reset(self) -> None:
        self._reader.lift()
        self._reader.fingerprints = 0
        self._laid, self._speed = "", 0

    def close(self) -> None:
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "cards": self._cards,
            "lay_card": self._lay_card,
            "lift_card": self._lift_card,
            "noise": self._noise,
            "wrong_checksum": lambda arguments: bent(self, WrongChecksum(), arguments),
            "cut_frame": self._cut_frame,
            "glued": lambda arguments: bent(self, Glued(), arguments),
            "wrong_length": self._wrong_length,
            "fingerprints": self._fingerprints,
            "status_code": self._status_code,
        }

    def _fingerprints(self, arguments: Arguments) -> Act:
        """`on`: the cards hold those of two fingers."""
        size = 1024 if arguments.flag("on", True) else 0

        def hold() -> None:
            self._reader.fingerprints = size

        return nothing(hold)

    def _cards(self, arguments: Arguments) -> Act:
        cards: list[Reply] = [
            {
                "card": card.key,
                "title": card.title,
                "kind": card.record.kind.value,
                "name": masked_name(card.record.name),
                "number": masked_number(card.record.number),
            }
            for card in CARDS.values()
        ]
        return lambda: {"cards": cards}

    def _lay_card(self, arguments: Arguments) -> Act:
        key = arguments.word("card", CARDS, "ordinary")
        return lambda: self._lay(key)

    def _lay(self, key: str) -> Reply:
        if self._reader.occupied:
            raise WrongArgumentError("a card lies there already; lift it first")
        self._reader.lay(CARDS[key].record, CARDS[key].new_address)
        self._laid = key
        self._changed("card_laid")
        return {"card": key}

    def _lift_card(self, arguments: Arguments) -> Act:
        return self._lift

    def _lift(self) -> Reply:
        if not self._reader.lift():
            raise WrongArgumentError("no card lies there")
        self._laid = ""
        self._changed("card_lifted")
        return {}

    def _noise(self, arguments: Arguments) -> Act:
        """`where`: before or inside the answers, or now, without an answer."""
        where = arguments.word("where", ("before", "inside", "now"), "before")
        count, seed = arguments.count("count", 1, 4096, 7) or 7, arguments.count("seed", 0, 1_000_000, 1) or 0
        if where == "now":
            return nothing(lambda: self.line.send(stray_bytes(count, seed)))
        return bent(self, Noise(where == "inside", count, seed), arguments)

    def _cut_frame(self, arguments: Arguments) -> Act:
        return bent(self, CutFrame(arguments.count("keep", 0, 2400, 40) or 0), arguments)

    def _wrong_length(self, arguments: Arguments) -> Act:
        """`length`: what the length field of an answer says, 0 to 65,535."""
        length = arguments.count("length", 0, 0xFFFF, 0xFFFF) or 0
        return bent(self, OtherBytes(len(PREAMBLE), length.to_bytes(2, "big")), arguments)

    def _status_code(self, arguments: Arguments) -> Act:
        """`code`: a status by its name in lower case, or SW3 as two hex digits."""
        names = {status.name.lower(): int(status) for status in Status}
        said = arguments.text("code")
        if said not in names and not _SW3.fullmatch(said):
            raise WrongArgumentError(f"code must be one of {', '.join(sorted(names))}, or two hexadecimal digits")
        code = names.get(said, int(said, 16) if _SW3.fullmatch(said) else 0)
        return bent(self, OtherAnswer(reply(code)), arguments)


def unit(folder: Path, changed: Callable[[str], None]) -> ReaderUnit:
    return ReaderUnit(folder, changed)
