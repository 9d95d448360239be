"""One question to the module, one answer or the fact that none came.

The input is cleared before each command, an answer that cannot belong to the command is passed over, and every wait has
two ends: the command's own limit [A, the range of vendors' drivers], and a shorter silence once a frame has begun [B].
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from drivers.id_card.codec import BAUD_COMMANDS, SHORTEST_REPLY, Command, Reply, answers, read_reply, request
from drivers.id_card.receiver import Receiver
from drivers.serial_link import Link, LinkFault


class NoAnswer(StrEnum):
    SILENT = "silent"  # not one byte of a frame
    CUT = "cut_frame"  # a frame began and did not end
    GARBLED = "garbled"  # frames whose check or length is wrong, or noise


Fault = NoAnswer | LinkFault

# Seconds; in the range that vendors' drivers use, the longest for the read because of the radio side of the card.
LIMITS: Mapping[Command, float] = {
    Command.RESET: 1.0,
    Command.STATUS: 0.5,
    Command.SAM_ID: 0.5,
    Command.FIND: 0.5,
    Command.SELECT: 0.5,
    Command.READ: 3.0,
    Command.READ_ADDRESS: 1.0,
    Command.READ_WITH_FINGERPRINT: 3.5,
    **dict.fromkeys(BAUD_COMMANDS.values(), 0.5),
}


@dataclass(frozen=True, slots=True)
class Patience:
    """All in seconds. `begun`: silence inside a frame; `spoilt`: silence after a frame that was wrong."""

    limits: Mapping[Command, float] = field(default_factory=lambda: LIMITS)
    begun: float = 0.8
    spoilt: float = 0.15


class Conversation:
    """Asks over an open link. Not for two threads."""

    def __init__(self, link: Link, patience: Patience | None = None) -> None:
        self._link = link
        self._patience = patience or Patience()
        self._receiver = Receiver(SHORTEST_REPLY)

    def ask(self, command: Command) -> Reply | Fault:
        """At most the command's limit, plus one silence inside a frame."""
        self._receiver.clear()
        fault = self._link.clear() or self._link.write(request(command))
        if fault is not None:
            return fault
        try:
            return self._listen(command)
        finally:
            self._receiver.clear()

    def _listen(self, command: Command) -> Reply | Fault:
        end = time.monotonic() + self._patience.limits[command]
        broken, noise = self._receiver.broken, self._receiver.noise
        while True:
            chunk = self._link.read(self._wait(end, self._receiver.broken > broken))
            if isinstance(chunk, LinkFault):
                return chunk
            for body in self._receiver.feed(chunk):
                reply = read_reply(body)
                if answers(command, reply):
                    return reply
            if not chunk or time.monotonic() >= end + self._patience.begun:
                return self._what_came(self._receiver.broken > broken, self._receiver.noise > noise)

    def _wait(self, end: float, spoilt: bool) -> float:
        if spoilt:
            return self._patience.spoilt
        left = max(0.0, end - time.monotonic())
        return self._patience.begun if self._receiver.partial else left

    def _what_came(self, broken: bool, noise: bool) -> NoAnswer:
        if broken:
            return NoAnswer.GARBLED
        if self._receiver.partial:
            return NoAnswer.CUT
        return NoAnswer.GARBLED if noise else NoAnswer.SILENT
