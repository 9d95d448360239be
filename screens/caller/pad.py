"""A clerk's pad of keys: a digit is the key of that number (F1 to F9), Enter the one that is filled on the page.

It works whatever window lies in front, because its keys are no keystrokes of the desktop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.keypad import Keypad, PadKey
from screens.caller.desk import CallerDesk
from screens.caller.keys import Press
from screens.staff.clocks import Clocks

_KEYS = {
    PadKey.ONE: Press.CALL,
    PadKey.TWO: Press.RECALL,
    PadKey.THREE: Press.PASS_OVER,
    PadKey.SEVEN: Press.PAUSE,
    PadKey.EIGHT: Press.FINISH,
    PadKey.NINE: Press.START,
    PadKey.STAR: Press.FINISH_BOTH,
}
_NEXT = (PadKey.ENTER, PadKey.HASH)
_ONE_STEP_S = 1.0  # Enter is another key after each answer: a second stroke within it was not meant for that one
_WORKS = (DeviceState.ONLINE, DeviceState.BUSY, DeviceState.STARTING)


class PadKeys(QObject):
    """Keys come on the pad's thread and are worked off on Qt's."""

    came = Signal(str)
    stood = Signal(str)  # why the pad does not work; empty while it does

    def __init__(self, pad: Keypad, desk: CallerDesk, clocks: Clocks | None = None) -> None:
        super().__init__(desk)
        self._desk, self._clocks = desk, clocks or Clocks()
        self._stepped = float("-inf")
        self.came.connect(self._pressed, Qt.ConnectionType.QueuedConnection)
        self.stood.connect(desk.padStands, Qt.ConnectionType.QueuedConnection)
        self._lock, self._ended = threading.Lock(), False
        pad.listen(lambda key: self._tell(self.came, key.value))
        pad.watch(self._stands)
        self._stands(pad.status())

    def end(self) -> None:
        """Nothing is told to Qt any more: the pad outlives the window."""
        with self._lock:
            self._ended = True

    def _stands(self, status: DeviceStatus) -> None:
        self._tell(self.stood, "" if status.device in _WORKS else status.device.value)

    def _tell(self, signal: SignalInstance, word: str) -> None:
        """From any thread."""
        with self._lock:
            if not self._ended:
                signal.emit(word)

    @Slot(str)
    def _pressed(self, name: str) -> None:
        key, desk = PadKey(name), self._desk
        if desk.shown()["signed"]:
            self._work(key)
        elif key.digit:
            desk.sign_in().type(key.digit)
        else:
            self._signing()[key]()

    def _signing(self) -> dict[PadKey, Callable[[], None]]:
        signing = self._desk.sign_in()
        steps = dict.fromkeys(_NEXT, signing.enter)
        return {PadKey.STAR: lambda: None, PadKey.CANCEL: signing.forget, PadKey.CLEAR: signing.erase, **steps}

    def _work(self, key: PadKey) -> None:
        if key in _KEYS:
            self._desk.press(_KEYS[key].value)
        elif key in _NEXT:
            self._step()
        elif key is PadKey.ZERO:
            self._desk.takeFirstNotice()

    def _step(self) -> None:
        now, filled = self._clocks.monotonic(), self._desk.shown()["filled"]
        if filled and now - self._stepped >= _ONE_STEP_S:
            self._stepped = now
            self._desk.press(filled)
