"""The evaluator in the states that matter, on a hall of the tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kiosk.city.publication import load_publication
from kiosk.domain.evaluation import EvaluationOutcome, EvaluationReasons, Grade, evaluation_reasons_from
from kiosk.domain.published import Text
from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import EvaluationReply
from kiosk.hall.core.answers import EvaluationRefusal, EvaluationRefused, EvaluationTaken, Invitation
from kiosk.hall.core.messages import EvaluationOpened
from screens.evaluator.desk import EvaluatorDesk
from screens.evaluator.window import STANDING, evaluator_view
from screens.staff.burial import bury
from screens.staff.standing import application, engine_for
from screens.staff.worker import Worker
from screens.theme.panel import panel_of
from tests.screens.looking import Shown, settle, stands_up, tap, until
from tests.screens.scripted_hall import ScriptedLine
from tests.screens.staff_scenes import ITEMS, HandClock

REASONS = evaluation_reasons_from(load_publication()["evaluation_reasons"])


def invitation(ticket_id: str = "t17", seconds_left: int = 60, item: Text = ITEMS[1]) -> Invitation:
    return Invitation(ticket_id, "A017", "3", "RSJ-001", item, "RSJ", "0312", seconds_left, REASONS.version)


def codes(grade: int, more: bool) -> list[str]:
    """The grade's published reasons: those shown first, or those behind 更多."""
    return [reason.code for reason in REASONS.of(Grade(grade)) if reason.more is more]


@dataclass(frozen=True)
class Sent:
    ticket_id: str
    outcome: EvaluationOutcome
    grade: int | None
    reasons: tuple[str, ...]
    seconds: int


class ScriptedEvaluation:
    """A counter's hall for its evaluator: keeps what was sent, replies as the test wants."""

    counter = "3"

    def __init__(self, open_now: Invitation | HallUnreachable | None = None) -> None:
        self.open_now = open_now
        self.sent: list[Sent] = []
        self.replies: list[EvaluationReply] = []
        self.published: EvaluationReasons | HallUnreachable = REASONS
        self.open_door = threading.Event()
        self.open_door.set()

    def open_evaluation(self) -> Invitation | HallUnreachable | None:
        return self.open_now

    def submit(
        self,
        ticket_id: str,
        outcome: EvaluationOutcome,
        grade: int | None = None,
        reasons: Sequence[str] = (),
        text: str = "",
        seconds_on_screen: int = 0,
    ) -> EvaluationReply:
        self.sent.append(Sent(ticket_id, outcome, grade, tuple(reasons), seconds_on_screen))
        self.open_door.wait(5)
        return self.replies.pop(0) if self.replies else EvaluationTaken(ticket_id)

    def reasons(self) -> EvaluationReasons | HallUnreachable:
        return self.published


class EvaluatorStage:
    """An evaluator with all its parts. `close` ends what it started."""

    def __init__(self, language: str = "zh", link_up: bool = True) -> None:
        self.clock = HandClock()
        self.hall, self.line, self.worker = ScriptedEvaluation(), ScriptedLine(link_up), Worker("evaluator")
        standing = replace(STANDING, language=language)
        self.engine = engine_for(application(), standing, "evaluator")
        self.warnings: list[str] = []
        self.engine.warnings.connect(self._warned)
        panel = panel_of(self.engine)
        self.desk = EvaluatorDesk(self.hall, self.line, self.worker, panel, self.clock.clocks(), language)
        self.view = evaluator_view(self.engine, self.desk, standing)

    def open(self) -> EvaluatorStage:
        self.view.show()
        self.desk.start()
        settle()
        return self

    def invite(self, invited: Invitation | None = None) -> None:
        """办结 at this counter."""
        self.hall.open_now = invited or invitation()
        self.line.feed.on_message(EvaluationOpened(5, "3", self.hall.open_now.ticket_id))
        until(lambda: self.page == "grades")

    @property
    def page(self) -> str:
        return str(self.desk.page["page"])

    def pass_by(self, seconds: float) -> None:
        self.clock.pass_by(seconds)
        self.desk.look_at_clock()

    def close(self) -> None:
        self.view.end()
        self.line.close()
        self.worker.close()
        bury(self.desk, self.line, self.worker, self.engine)

    def _warned(self, warnings: list[object]) -> None:
        self.warnings += [str(warning) for warning in warnings]


Maker = Callable[[], Shown]


@dataclass(frozen=True)
class Opened:
    language: str
    act: Callable[[EvaluatorStage], None] = field(default=lambda stage: None)
    link_up: bool = True

    def __call__(self) -> Shown:
        stage = EvaluatorStage(self.language, self.link_up).open()
        self.act(stage)
        return Shown(stage.view, stage.close, stage.warnings)


def evaluator_scenes() -> Iterator[tuple[str, Maker]]:
    for language in ("zh", "en"):
        yield f"evaluator-rest-{language}", Opened(language)
        yield f"evaluator-rest-connecting-{language}", Opened(language, link_up=False)
        yield f"evaluator-rest-lost-{language}", Opened(language, lose)
        yield f"evaluator-grades-{language}", Opened(language, lambda stage: stage.invite())
        yield (
            f"evaluator-grades-long-{language}",
            Opened(language, lambda stage: stage.invite(invitation(item=ITEMS[4]))),
        )
        yield f"evaluator-grades-lost-{language}", Opened(language, lose_while_asked)
        for grade in range(1, 6):
            yield f"evaluator-reasons-{grade}-{language}", Opened(language, Choosing(grade))
            yield f"evaluator-reasons-{grade}-more-{language}", Opened(language, Choosing(grade, 1))
        yield f"evaluator-reasons-2-last-{language}", Opened(language, Choosing(2, 2))
        yield f"evaluator-reasons-none-{language}", Opened(language, without_reasons)
        yield f"evaluator-unsent-{language}", Opened(language, unsent)
        yield f"evaluator-thanks-{language}", Opened(language, thank)
        yield f"evaluator-over-{language}", Opened(language, too_late)


@dataclass(frozen=True)
class Choosing:
    grade: int
    turns: int = 0

    def __call__(self, stage: EvaluatorStage) -> None:
        stage.invite()
        stage.pass_by(13)
        settle()
        tap(stage.view, f"grade-{self.grade}")
        until(lambda: stage.page == "reasons")
        stage.desk.toggle(codes(self.grade, more=False)[1])
        stage.desk.toggle(codes(self.grade, more=True)[1])
        settle()
        for _ in range(self.turns):
            tap(stage.view, "more")
        until(lambda: stands_up(stage.view, "more"))


def long_item(stage: EvaluatorStage) -> None:
    stage.invite(invitation(item=ITEMS[4]))


def lose(stage: EvaluatorStage) -> None:
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    settle()


def lose_while_asked(stage: EvaluatorStage) -> None:
    stage.invite()
    lose(stage)


def without_reasons(stage: EvaluatorStage) -> None:
    stage.hall.published = HallUnreachable.OUT_OF_SERVICE
    stage.desk._reasons = None
    stage.invite()
    stage.desk.grade(4)
    settle()


def unsent(stage: EvaluatorStage) -> None:
    stage.hall.replies = [HallUnreachable.TIMED_OUT]
    Choosing(2)(stage)
    tap(stage.view, "submit")
    until(lambda: stage.page == "unsent")
    settle()


def thank(stage: EvaluatorStage) -> None:
    Choosing(5)(stage)
    tap(stage.view, "submit")
    until(lambda: stage.page == "thanks")
    settle()


def too_late(stage: EvaluatorStage) -> None:
    stage.hall.replies = [EvaluationRefused(EvaluationRefusal.NOT_OPEN)]
    Choosing(3)(stage)
    tap(stage.view, "submit")
    until(lambda: stage.page == "over")
    settle()
