"""A window on a stage: touched and photographed from outside, through a socket in the state folder.

For the journey that runs by itself and for tests. One JSON object a line, one answer each:
`{"do": "tap", "name": …}`, `{"do": "key", "key": "F1"}`, `{"do": "names"}`, `{"do": "texts"}`,
`{"do": "grab", "path": …}`; `{"do": "watch", "name": …}` and later `{"do": "seen"}` tell when the first frame showed
that item. A tap is a touch at the item's middle: what covers the item gets it, as with a finger; refused the first time
and while the item still moves, because a page that has just come may not have been laid out. A press is the same
with a pointer and at once, for measuring: touches come from Qt's test library, whose 6 MB no hall's window has.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPointingDevice
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.operation.socket_address import socket_address
from screens.stage.finding import middle, named, names, texts
from screens.stage.frames import Sighting

Answer = dict[str, Any]


class Stage(QObject):
    """Listens on `socket`, which only its owner may open; removed when the window's process ends in order."""

    def __init__(self, window: QQuickWindow, socket: Path) -> None:
        super().__init__()
        self._window = window
        self._glass: QPointingDevice | None = None
        self._aimed: tuple[str, QPointF] | None = None
        self._sighting = Sighting(window)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._held = ExitStack()
        address = self._held.enter_context(socket_address(socket))
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            self._held.close()
            raise OSError(f"the stage's socket cannot be opened: {self._server.errorString()}")
        self._server.newConnection.connect(self._arrived)
        self._acts: dict[str, Callable[[Answer], Answer]] = {
            "tap": self._tap,
            "press": self._press,
            "names": self._names,
            "texts": self._texts,
            "grab": self._grab,
            "key": self._key,
            "watch": self._watch,
            "seen": self._seen,
        }

    def close(self) -> None:
        self._server.close()  # removes the socket by its address: the folder is let go afterwards
        self._held.close()

    def _arrived(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(self._read)
            caller.disconnected.connect(caller.deleteLater)
            self._read_lines(caller)

    def _read(self) -> None:
        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._read_lines(caller)

    def _read_lines(self, caller: QLocalSocket) -> None:
        while caller.canReadLine():
            answer = self._answer(bytes(caller.readLine().data()))
            caller.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            caller.flush()

    def _answer(self, line: bytes) -> Answer:
        try:
            wish = json.loads(line)
            return self._acts[wish["do"]](wish)
        except (ValueError, KeyError, TypeError) as wrong:
            return {"ok": False, "why": f"not understood: {type(wrong).__name__}"}

    def _tap(self, wish: Answer) -> Answer:
        return self._at_the_middle_of(wish, self._touch, self._lies_still)

    def _press(self, wish: Answer) -> Answer:
        return self._at_the_middle_of(wish, self._point, lambda name, place: True)

    def _lies_still(self, name: str, place: QPointF) -> bool:
        before, self._aimed = self._aimed, (name, place)
        return before == self._aimed

    def _at_the_middle_of(
        self, wish: Answer, act: Callable[[QPointF], None], may: Callable[[str, QPointF], bool]
    ) -> Answer:
        item: QQuickItem | None = named(self._window, str(wish["name"]))
        if item is None:
            return {"ok": False, "why": "not on the page"}
        if not item.isEnabled():
            return {"ok": False, "why": "cannot be touched now"}
        place, at_ns = middle(item), time.monotonic_ns()
        if not may(str(wish["name"]), place):
            return {"ok": False, "why": "not yet seen to lie still"}
        self._aimed = None
        act(place)
        return {"ok": True, "at_ns": at_ns}

    def _touch(self, place: QPointF) -> None:
        from PySide6.QtTest import QTest

        self._glass = self._glass or QTest.createTouchDevice()
        spot = place.toPoint()
        QTest.touchEvent(self._window, self._glass).press(0, spot, self._window).commit()
        QTest.touchEvent(self._window, self._glass).release(0, spot, self._window).commit()

    def _point(self, place: QPointF) -> None:
        glass, left, none = self._window.mapToGlobal(place), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for what, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            event = QMouseEvent(what, place, glass, left, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(self._window, event)

    def _names(self, _: Answer) -> Answer:
        return {"ok": True, "names": names(self._window)}

    def _texts(self, _: Answer) -> Answer:
        return {"ok": True, "texts": texts(self._window)}

    def _grab(self, wish: Answer) -> Answer:
        return {"ok": bool(self._window.grabWindow().save(str(wish["path"])))}

    def _key(self, wish: Answer) -> Answer:
        key = getattr(Qt.Key, f"Key_{wish['key']}", None)
        if key is None:
            return {"ok": False, "why": "no such key"}
        from PySide6.QtTest import QTest

        QTest.keyClick(self._window, key)
        return {"ok": True}

    def _watch(self, wish: Answer) -> Answer:
        self._sighting.wait_for(str(wish["name"]))
        return {"ok": True}

    def _seen(self, _: Answer) -> Answer:
        return {"ok": self._sighting.at_ns is not None, "at_ns": self._sighting.at_ns}
