"""How one counter stands, looked at again whenever the hall hints that it changed, and whether the hall is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import CounterReply
from kiosk.hall.core.answers import CommandRefused, CounterView
from kiosk.hall.core.messages import CounterChanged, FeedMessage, StartOver
from screens.staff.clocks import Clocks
from screens.staff.hall_line import HallLine
from screens.staff.link import FOR_THE_TECHNICIAN, Link
from screens.staff.worker import Failed, Worker

_LOOK_AGAIN_MS = 15_000  # waited minutes grow without an event, and a hint may be lost with a line
_TRY_AGAIN_MS = 2_000


class CounterWatch(QObject):
    """The link is up only while the feed is connected and the last look was answered."""

    seen = Signal(object)  # CounterView
    refused = Signal(object)  # CommandRefusal: the hall does not know this counter
    linkChanged = Signal()

    def __init__(
        self,
        counter: str,
        view: Callable[[], CounterReply],
        line: HallLine,
        worker: Worker,
        clocks: Clocks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._counter, self._view, self._line, self._worker, self._clocks = counter, view, line, worker, clocks
        self._feed: HallUnreachable | None = HallUnreachable.NO_CONNECTION
        self._answer: HallUnreachable | None = None
        self._link = Link()
        self._looking = self._again = False
        self._epoch = 0
        self._slow = QTimer(self)
        self._slow.setInterval(_LOOK_AGAIN_MS)
        self._slow.timeout.connect(self.look)
        line.said.connect(self._heard)
        line.link.connect(self._linked)

    @property
    def link(self) -> Link:
        return self._link

    def start(self) -> None:
        self._line.open()
        self._slow.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """Asks how the counter stands; several wishes while one is out become one more."""
        if self._looking:
            self._again = True
            return
        epoch = self._epoch
        self._looking = self._worker.ask(lambda: (epoch, self._view()), self._looked)

    def outdate(self) -> None:
        """A key was pressed or answered: whatever was asked before is no news any more."""
        self._epoch += 1

    def _looked(self, answer: tuple[int, CounterReply] | Failed) -> None:
        self._looking = False
        again, self._again = self._again, False
        if isinstance(answer, Failed):
            return
        epoch, reply = answer
        if epoch == self._epoch:
            self._take(reply)
        if again or epoch != self._epoch:
            self.look()

    def _take(self, reply: CounterReply) -> None:
        self._answer = reply if isinstance(reply, HallUnreachable) else None
        self._tell_link()
        if isinstance(reply, CounterView):
            self.seen.emit(reply)
        elif isinstance(reply, CommandRefused):
            self.refused.emit(reply.reason)
        else:
            QTimer.singleShot(_TRY_AGAIN_MS, self, self.look)

    def _heard(self, message: FeedMessage) -> None:
        ours = isinstance(message, CounterChanged) and message.counter == self._counter
        if ours or isinstance(message, StartOver):
            self.look()

    def _linked(self, reason: HallUnreachable | None) -> None:
        self._feed = reason
        self._tell_link()
        if reason is None:
            self.look()

    def _tell_link(self) -> None:
        refused = next((why for why in (self._feed, self._answer) if why in FOR_THE_TECHNICIAN), None)
        reason = refused or self._feed or self._answer
        link = self._link.told(reason, self._clocks.hour_minute())
        if link != self._link:
            self._link = link
            self.linkChanged.emit()
