"""What every port shares through which a page waits for one thing at a time: a card, a code, a key.

The wish is laid down, answered exactly once, or taken back; a device that cannot serve answers it at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kiosk.ports.devices import DeviceState, DeviceStatus

A = TypeVar("A")
F = TypeVar("F")
T = TypeVar("T")


class Wish(Generic[A]):
    """Safe from any thread. A second wish takes the place of the first, which is answered `withdrawn`."""

    def __init__(self, withdrawn: A) -> None:
        self._withdrawn = withdrawn
        self._done: Callable[[A], None] | None = None
        self._lock = threading.Lock()
        self.number = 0  # of the wishes so far: by it a device knows a new one

    @property
    def pending(self) -> bool:
        return self._done is not None

    def lay_down(self, done: Callable[[A], None]) -> None:
        with self._lock:
            earlier, self._done = self._done, done
            self.number += 1
        if earlier is not None:
            earlier(self._withdrawn)

    def take_back(self) -> None:
        self.answer(self._withdrawn)

    def answer(self, answer: A, number: int | None = None) -> bool:
        """False when nobody waits any more, or another than wish `number` does; the answer is then forgotten here."""
        with self._lock:
            if number is not None and number != self.number:
                return False
            done, self._done = self._done, None
        if done is None:
            return False
        done(answer)
        return True


@dataclass(frozen=True, slots=True)
class Refusals(Generic[F]):
    """Why a device that is out of order serves nobody, in the words of its class."""

    gone: F
    silent: F
    fault: F

    def of(self, status: DeviceStatus) -> F | None:
        """None while it may serve."""
        match status.device:
            case DeviceState.NO_DEVICE | DeviceState.POWER_OFF | DeviceState.NOT_SUPPORTED:
                return self.gone
            case DeviceState.OFFLINE:
                return self.silent
            case DeviceState.HARDWARE_ERROR:
                return self.fault
            case _:
                return None


class Listeners(Generic[T]):
    """Called in the order in which they came, on the device's own thread; they must be quick."""

    def __init__(self) -> None:
        self._all: list[Callable[[T], None]] = []

    def add(self, listener: Callable[[T], None]) -> None:
        self._all.append(listener)

    def __call__(self, told: T) -> None:
        for listener in tuple(self._all):
            listener(told)
