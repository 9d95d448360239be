"""What a board does with its line: a snapshot at every connection, then the feed, and each call said once.

Messages from before the snapshot only tell which calls were missed; what is shown of them comes from the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.core.answers import BoardView
from kiosk.hall.core.messages import CallMessage, FeedMessage, StartOver, WaitsMessage
from screens.board.calls import SPOKEN_KINDS, Board, board_of, heard, is_still_news
from screens.board.showing import board_page
from screens.board.voice import CallVoice, NoVoice
from screens.staff.clocks import Clocks
from screens.staff.hall_line import HallLine
from screens.staff.link import Link
from screens.staff.minute_clock import MinuteClock
from screens.staff.worker import Failed, Worker

_LOOK_AGAIN_MS = 60_000  # a new day, a new notice: no event tells of them
_TRY_AGAIN_MS = 1_000
_MOST_HELD = 10_000  # messages held back while a snapshot is on its way


class BoardSource(Protocol):
    """`kiosk.hall.client.BoardHall` is one. May wait for seconds."""

    def snapshot(self) -> BoardView | HallUnreachable: ...


class HallBoard(QObject):
    """For QML: `page`, and `news`, which grows with each call that has just been made.

    `shows` makes the page's values of the board, and whether its voice is silent.
    """

    pageChanged = Signal()
    newsChanged = Signal()

    def __init__(
        self,
        hall: BoardSource,
        line: HallLine,
        voice: CallVoice | NoVoice,
        worker: Worker,
        clocks: Clocks | None = None,
        shows: Callable[[Board, bool], dict[str, Any]] = board_page,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hall, self._line, self._voice, self._worker = hall, line, voice, worker
        self._clocks = clocks or Clocks()
        self._shows = shows
        self._board: Board | None = None
        self._link = Link()
        self._caught_up: BoardView | None = None  # the snapshot of the latest connection
        self._asking = self._catching_up = False
        self._connection = 0
        self._held: list[CallMessage] = []
        self._news = 0
        self._page: dict[str, Any] = {}
        self._clock = MinuteClock(self._clocks, self)
        self._slow = QTimer(self)
        self._slow.setInterval(_LOOK_AGAIN_MS)
        self._slow.timeout.connect(self._ask)
        line.said.connect(self._heard)
        line.link.connect(self._linked)
        voice.silentChanged.connect(self._show)
        self._show()

    def start(self) -> None:
        """Listens from behind the last call that was said before this process began."""
        self._voice.remember(self._begin)

    def _begin(self, said: int | None) -> None:
        self._voice.begin(said)
        self._catching_up = True
        self._line.open(said)
        self._slow.start()

    def _linked(self, reason: HallUnreachable | None) -> None:
        if reason is None:
            self._catch_up()
            return
        self._link = self._link.told(reason, self._clocks.hour_minute())
        self._show()

    def _catch_up(self) -> None:
        self._connection += 1
        self._catching_up = True
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._voice.look()
        if not self._asking:
            connection = self._connection
            self._asking = self._worker.ask(lambda: (connection, self._hall.snapshot()), self._answered)

    def _answered(self, answer: tuple[int, BoardView | HallUnreachable] | Failed) -> None:
        self._asking = False
        connection, view = (-1, None) if isinstance(answer, Failed) else answer
        if self._catching_up and connection != self._connection:
            self._ask()  # asked before this connection: it may be older than what was said meanwhile
        elif isinstance(view, BoardView):
            self._take(view)
        elif self._catching_up:
            self._try_again(view)

    def _try_again(self, reason: HallUnreachable | None) -> None:
        if reason is not None:
            self._link = self._link.told(reason, self._clocks.hour_minute())
            self._show()
        QTimer.singleShot(_TRY_AGAIN_MS, self, self._ask)

    def _take(self, view: BoardView) -> None:
        if self._catching_up:
            if view.seq < self._voice.last:  # the hall's book is a new one and counts from below
                self._begin_again(view.seq)
                return
            self._link = Link().told(None, "")
            self._board, self._caught_up, self._catching_up = board_of(view), view, False
            held, self._held = self._held, []
            for message in held:
                self._apply(message)
        elif self._board is not None and view.day == self._board.day:
            self._board = replace(self._board, hall=view.hall_name, notice=view.notice, waits=view.waits)
        else:
            self._board = board_of(view)
        self._show()

    def _begin_again(self, seq: int) -> None:
        self._held = []
        self._voice.begin_again(seq)
        self._line.open(seq)

    def _heard(self, message: FeedMessage) -> None:
        match message:
            case CallMessage() if self._catching_up:
                self._held = [*self._held, message][-_MOST_HELD:]
            case CallMessage():
                self._apply(message)
                self._show()
            case WaitsMessage() if self._board is not None:
                self._board = replace(self._board, waits=message.waits)
                self._show()
            case StartOver(other_book=True):
                self._begin_again(message.seq)
            case StartOver():
                self._catch_up()
            case _:
                pass

    def _apply(self, message: CallMessage) -> None:
        if self._board is None or self._caught_up is None:
            return
        if message.seq <= self._caught_up.seq:
            if is_still_news(message, self._caught_up, int(self._clocks.wall().timestamp() * 1000)):
                self._voice.say(message)
            return
        self._board = heard(self._board, message)
        if message.kind in SPOKEN_KINDS:
            self._voice.say(message)
            self._news += 1
            self.newsChanged.emit()

    def _show(self) -> None:
        page: dict[str, Any] = {"now": None, "recent": [], "waits": [], "known": self._board is not None}
        if self._board is not None:
            page |= self._shows(self._board, self._voice.silent)
        page |= {"link": self._link.shown(), "silent": self._voice.silent}
        if page != self._page:
            self._page = page
            self.pageChanged.emit()

    def _get_page(self) -> dict[str, Any]:
        return self._page

    def _get_news(self) -> int:
        return self._news

    def _get_clock(self) -> QObject:
        return self._clock

    page = Property("QVariantMap", _get_page, notify=pageChanged)  # type: ignore[arg-type]
    news = Property(int, _get_news, notify=newsChanged)
    clock = Property(QObject, _get_clock, constant=True)
