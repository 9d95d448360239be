"""A reader's module at the other end of nothing but memory, and a list of what it was asked."""

from __future__ import annotations

from collections.abc import Callable

from drivers.id_card.codec import Command, request
from drivers.id_card.device import Care, IdCardDevice, Memory
from drivers.id_card.virtual import VirtualReader
from drivers.id_card.wish import Wish
from drivers.serial_link import LinkFault

_NAMES = {request(command): command for command in Command}


class MemoryLink:
    """`deaf_to`: commands that get no answer. `before` is called before the module hears one."""

    def __init__(self, before: Callable[[Command], None] = lambda command: None) -> None:
        self._came = bytearray()
        self._before = before
        self.module = VirtualReader(lambda data, delay_s: self._came.extend(data))
        self.asked: list[Command] = []
        self.deaf_to: set[Command] = set()

    def read(self, limit_s: float) -> bytes | LinkFault:
        came = bytes(self._came)
        self._came.clear()
        return came

    def write(self, data: bytes) -> LinkFault | None:
        command = _NAMES[data]
        self.asked.append(command)
        self._before(command)
        if command not in self.deaf_to:
            self.module.received(data)
        return None

    def clear(self) -> LinkFault | None:
        self._came.clear()
        return None

    def interrupt(self) -> None: ...

    def close(self) -> None: ...

    def device(self, wish: Wish, memory: Memory, care: Care | None = None) -> IdCardDevice:
        return IdCardDevice(lambda: self, wish, lambda kind: None, memory, care or Care())
