"""The evaluator's own mind: the hall invites, the citizen answers or does not, the hall is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.domain.evaluation import EvaluationOutcome, EvaluationReasons, Grade
from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import EvaluationReply
from kiosk.hall.core.answers import EvaluationRefused, EvaluationTaken, Invitation
from kiosk.hall.core.messages import EvaluationClosed, EvaluationOpened, FeedMessage, StartOver
from screens.evaluator.asking import OPEN_PAGES, Asking, Page
from screens.evaluator.showing import asking_page, reason_pages
from screens.staff.clocks import Clocks
from screens.staff.hall_line import HallLine
from screens.staff.link import Link
from screens.staff.worker import Failed, Worker
from screens.theme.panel import Panel

_TICK_MS = 200  # a second is never shown a whole second late
_TRY_AGAIN_MS = 2_000


class CounterEvaluation(Protocol):
    """`kiosk.hall.client.EvaluatorHall` is one. Every method may wait for seconds."""

    counter: str

    def open_evaluation(self) -> Invitation | HallUnreachable | None: ...
    def submit(
        self,
        ticket_id: str,
        outcome: EvaluationOutcome,
        grade: int | None = None,
        reasons: Sequence[str] = (),
        text: str = "",
        seconds_on_screen: int = 0,
    ) -> EvaluationReply: ...
    def reasons(self) -> EvaluationReasons | HallUnreachable: ...


class EvaluatorDesk(QObject):
    """For QML: `page`, the seconds left, and what a citizen can touch."""

    pageChanged = Signal()
    secondsChanged = Signal()

    def __init__(
        self,
        hall: CounterEvaluation,
        line: HallLine,
        worker: Worker,
        panel: Panel,
        clocks: Clocks | None = None,
        language: str = "zh",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hall, self._line, self._worker, self._panel = hall, line, worker, panel
        self._clocks, self._language = clocks or Clocks(), language
        self._spoken = language
        self._asking = Asking()
        self._reasons: EvaluationReasons | None = None
        self._link = Link()
        self._page: dict[str, Any] = {}
        self._seconds = 0
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.look_at_clock)
        line.said.connect(self._heard)
        line.link.connect(self._linked)
        self._show()

    def start(self) -> None:
        self._line.open()

    @Slot(int)
    def grade(self, value: int) -> None:
        self._become(self._asking.graded(Grade(value)))

    @Slot(str)
    def toggle(self, code: str) -> None:
        reason = self._reasons.reason(code) if self._reasons is not None else None
        if reason is not None and reason.grade is self._asking.grade:
            self._become(self._asking.toggled(code))

    @Slot()
    def reconsider(self) -> None:
        self._become(self._asking.reconsidered())

    @Slot()
    def submit(self) -> None:
        self._send(self._asking.submitted())

    @Slot()
    def decline(self) -> None:
        self._send(self._asking.declined())

    @Slot()
    def leave(self) -> None:
        """Away from the page that could not be sent; the hall stores 未评价 by itself."""
        if self._asking.page is Page.UNSENT:
            self._become(self._asking.back_to_rest())

    @Slot()
    def switchLanguage(self) -> None:
        self._speak("zh" if self._spoken == "en" else "en")

    @Slot()
    def look_at_clock(self) -> None:
        self._become(self._asking.timed(self._clocks.monotonic()))

    def _speak(self, language: str) -> None:
        self._spoken = language
        self._panel.set_language(language)

    def _linked(self, reason: HallUnreachable | None) -> None:
        self._link = self._link.told(reason, self._clocks.hour_minute())
        if reason is None:
            self._ask_for_reasons()
            self._ask_for_invitation()
        self._show()

    def _heard(self, message: FeedMessage) -> None:
        match message:
            case EvaluationOpened(counter=counter) if counter == self._hall.counter:
                self._ask_for_invitation()
            case EvaluationClosed(counter=counter, ticket_id=ticket_id) if counter == self._hall.counter:
                self._become(self._asking.closed_by_hall(ticket_id, self._clocks.monotonic()))
            case StartOver():
                self._ask_for_invitation()
            case _:
                pass

    def _ask_for_invitation(self) -> None:
        self._worker.ask(self._hall.open_evaluation, self._invited)

    def _invited(self, answer: Invitation | HallUnreachable | Failed | None) -> None:
        if isinstance(answer, Invitation):
            if self._reasons is None or self._reasons.version != answer.reasons_version:
                self._ask_for_reasons()
            self._become(self._asking.invited(answer, self._clocks.monotonic()))
        elif answer is None and self._asking.invitation is not None:  # it ended while the line was cut
            self._become(self._asking.closed_by_hall(self._asking.invitation.ticket_id, self._clocks.monotonic()))
        elif isinstance(answer, HallUnreachable) and self._link.up:
            QTimer.singleShot(_TRY_AGAIN_MS, self, self._ask_for_invitation)

    def _ask_for_reasons(self) -> None:
        self._worker.ask(self._hall.reasons, self._informed)

    def _informed(self, answer: EvaluationReasons | HallUnreachable | Failed) -> None:
        if isinstance(answer, EvaluationReasons):
            self._reasons = answer
            self._show()

    def _send(self, asking: Asking) -> None:
        if asking is self._asking or asking.invitation is None or asking.outcome is None:
            return
        ticket, outcome = asking.invitation.ticket_id, asking.outcome
        graded = outcome is EvaluationOutcome.GRADED
        grade = asking.grade.value if graded and asking.grade is not None else None
        codes = sorted(asking.codes) if graded else []
        seconds = int(self._clocks.monotonic() - asking.since)
        self._become(asking)
        self._worker.ask(lambda: self._hall.submit(ticket, outcome, grade, codes, "", seconds), self._told)

    def _told(self, reply: EvaluationReply | Failed) -> None:
        answer = reply if isinstance(reply, EvaluationTaken | EvaluationRefused) else None
        self._become(self._asking.told(answer, self._clocks.monotonic()))

    def _become(self, asking: Asking) -> None:
        before, self._asking = self._asking, asking
        if asking.page is Page.IDLE and before.page is not Page.IDLE:
            self._speak(self._language)
        ticking = asking.page in OPEN_PAGES or asking.page in (Page.THANKS, Page.OVER)
        if ticking != self._tick.isActive():
            self._tick.start() if ticking else self._tick.stop()
        self._show()

    def _show(self) -> None:
        page = asking_page(self._asking, reason_pages(self._reasons, self._asking.grade))
        page |= {"counter": self._hall.counter, "link": self._link.shown()}
        if page != self._page:
            self._page = page
            self.pageChanged.emit()
        seconds = self._asking.seconds_left(self._clocks.monotonic())
        if seconds != self._seconds:
            self._seconds = seconds
            self.secondsChanged.emit()

    def _get_page(self) -> dict[str, Any]:
        return self._page

    def _get_seconds(self) -> int:
        return self._seconds

    page = Property("QVariantMap", _get_page, notify=pageChanged)  # type: ignore[arg-type]
    seconds = Property(int, _get_seconds, notify=secondsChanged)
