"""The caller's pages in the states that matter, each as a window that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtGui import QWindow
from PySide6.QtQuick import QQuickView

from kiosk.domain.ticket import Group, HallUnreachable, TicketState
from kiosk.hall.client import AdoptReply, CounterReply
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused, CommandRefusal, CommandRefused, CounterPhase
from screens.caller.desk import CallerDesk
from screens.caller.window import STANDING, CallerWindows, bar_standing
from screens.staff.burial import bury
from screens.staff.standing import application, engine_for
from screens.staff.worker import Worker
from tests.screens.looking import Shown, settle, tap, until
from tests.screens.scripted_hall import ScriptedCounter, ScriptedLine
from tests.screens.staff_scenes import (
    DEVICE_TROUBLES,
    ITEMS,
    HandClock,
    counter_view,
    current_ticket,
    device_notices,
    doubt_notice,
    hall_ticket,
    linked_ticket,
    staff_notices,
    taken,
    waiting_people,
)


class CallerStage:
    """A caller with all its parts, on a hall of the tests. `close` ends what it started."""

    def __init__(self, view: CounterReply, language: str = "zh", link_up: bool = True) -> None:
        self.clock = HandClock()
        self.hall, self.line = ScriptedCounter(view), ScriptedLine(link_up)
        self.keys, self.views = Worker("keys"), Worker("views")
        self.desk = CallerDesk(self.hall, self.line, self.keys, self.views, self.clock.clocks())
        app = application()
        self.warnings: list[str] = []
        self.engine = engine_for(app, replace(STANDING, language=language), "caller")
        self.engine.warnings.connect(self._warned)
        self.windows = CallerWindows(self.engine, self.desk, replace(STANDING, language=language))
        self.window, self.bar = self.windows.window, self.windows.bar
        self.other = QWindow()

    def open(self) -> CallerStage:
        self.window.show()
        self.desk.start()
        until(lambda: self.hall.views > 0 and (self.desk.page["known"] or isinstance(self.hall.shown, HallUnreachable)))
        return self

    def close(self) -> None:
        self.other.close()
        self.windows.end()
        self.line.close()
        self.keys.close()
        self.views.close()
        bury(self.windows, self.desk, self.line, self.keys, self.views, self.engine)

    def _warned(self, warnings: list[object]) -> None:
        self.warnings += [str(warning) for warning in warnings]


Maker = Callable[[], Shown]


def caller_scenes() -> Iterator[tuple[str, Maker]]:
    for language in ("zh", "en"):
        for name, view in VIEWS.items():
            yield f"caller-{name}-{language}", Opened(view, language)
    for name in ("idle", "called", "serving"):
        yield f"caller-bar-{name}-zh", Opened(VIEWS[name], "zh", act=lambda stage: dock(stage, 1920))
        yield f"caller-bar-{name}-en", Opened(VIEWS[name], "en", act=lambda stage: dock(stage, 1280))
    yield "caller-bar-linked-zh", Opened(VIEWS["linked"], "zh", act=lambda stage: dock(stage, 1920))
    yield "caller-bar-linked-en", Opened(VIEWS["linked"], "en", act=lambda stage: dock(stage, 1280))
    yield "caller-bar-lost-zh", Opened(VIEWS["serving"], "zh", act=lost_bar)
    for language in ("zh", "en"):
        for name, act in PAPERS.items():
            yield f"caller-paper-{name}-{language}", Opened(VIEWS["called"], language, act=act)
        yield f"caller-awaited-{language}", Opened(VIEWS["doubt"], language, act=ask_to_strike)
        yield f"caller-passed-{language}", Opened(VIEWS["idle"], language, act=show_passed)
        yield f"caller-behind-{language}", Opened(VIEWS["called"], language, act=put_behind)
        yield f"caller-bar-behind-{language}", Opened(VIEWS["serving"], language, act=bar_behind)
        yield f"caller-no-pad-{language}", Opened(VIEWS["called"], language, act=pull_pad)
        yield f"caller-lost-{language}", Opened(VIEWS["serving"], language, act=lose)
        yield f"caller-refused-{language}", Opened(VIEWS["empty"], language, act=refuse)
        yield f"caller-no-hall-{language}", Opened(HallUnreachable.NO_CONNECTION, language, link_up=False)
        yield f"caller-not-allowed-{language}", Opened(HallUnreachable.NOT_ALLOWED, language)


VIEWS: dict[str, CounterReply] = {
    "signed-out": counter_view(CounterPhase.SIGNED_OUT, 0),
    "signed-out-notices": counter_view(CounterPhase.SIGNED_OUT, 0, notices=staff_notices()),
    "idle": counter_view(CounterPhase.IDLE),
    "empty": counter_view(CounterPhase.IDLE, 0, passed=()),
    "called": counter_view(CounterPhase.CALLED),
    "serving": counter_view(CounterPhase.SERVING, notices=staff_notices()),
    "notices-taken": counter_view(
        CounterPhase.IDLE, notices=(staff_notices()[1], staff_notices()[3], taken(staff_notices()[2]))
    ),
    "linked": counter_view(
        CounterPhase.SERVING,
        current=current_ticket(TicketState.SERVING, item_name=ITEMS[3], linked=(linked_ticket("AC07"),)),
    ),
    "linked-elsewhere": counter_view(
        CounterPhase.CALLED,
        current=current_ticket(TicketState.CALLED, linked=(linked_ticket("AC07", TicketState.SERVING),)),
    ),
    "unsigned": counter_view(
        CounterPhase.CALLED,
        current=current_ticket(TicketState.CALLED, name="", tail="", unsigned=True, adopted_by="0312"),
    ),
    **{
        f"devices-{part + 1}": counter_view(CounterPhase.IDLE, notices=device_notices(*DEVICE_TROUBLES[6 * part :][:6]))
        for part in range(2)
    },
    "doubt": counter_view(CounterPhase.IDLE, notices=(doubt_notice("T2", "T4"), *staff_notices()[1:3])),
    "paused": counter_view(CounterPhase.PAUSED, 3),
    "long": counter_view(
        CounterPhase.SERVING,
        200,
        waiting=waiting_people(200),
        current=current_ticket(
            TicketState.SERVING, label="AB1234", item_name=ITEMS[4], name="阿*江", unconfirmed=True, waited_minutes=122,
            seconds=4503, group=Group.BOOKED,
        ),
    ),
}  # fmt: skip


def type_number(stage: CallerStage, text: str = "a123") -> None:
    tap(stage.window, "tab-paper")
    for letter in text:
        stage.desk.paper.type(letter)


def ask_to_strike(stage: CallerStage) -> None:
    tap(stage.window, "tab-awaited")
    settle()
    tap(stage.window, "strike-T2")


@dataclass(frozen=True)
class Answered:
    """A number that was typed and asked for, with what the hall said."""

    reply: AdoptReply

    def __call__(self, stage: CallerStage) -> None:
        stage.hall.adopting = self.reply
        type_number(stage)
        stage.desk.paper.enter()
        until(lambda: stage.desk.paper.stage in ("answered", "unknown"))


PAPERS: dict[str, Callable[[CallerStage], None]] = {
    "typing": type_number,
    "unknown": Answered(AdoptRefused(AdoptRefusal.NEVER_GIVEN)),
    "taken-in": Answered(Adopted(hall_ticket("A123", name="", tail=""), known=False, typed_by="0312")),
    "passed": Answered(Adopted(hall_ticket("A123", TicketState.PASSED, restorable=True, ahead=0), known=True)),
    "refused": Answered(AdoptRefused(AdoptRefusal.LETTER_OF_ANOTHER)),
    "silent": Answered(HallUnreachable.TIMED_OUT),
}


@dataclass(frozen=True)
class Opened:
    """A caller's window opened on a view, and what was done there."""

    view: CounterReply
    language: str
    act: Callable[[CallerStage], QQuickView | None] = field(default=lambda stage: None)
    link_up: bool = True

    def __call__(self) -> Shown:
        stage = CallerStage(self.view, self.language, self.link_up).open()
        return Shown(self.act(stage) or stage.window, stage.close, stage.warnings)


def dock(stage: CallerStage, width: int) -> QQuickView:
    stage.bar.resize(bar_standing(STANDING, width).size[0], stage.bar.height())
    stage.bar.show()
    stage.bar.fit()
    return stage.bar


def lost_bar(stage: CallerStage) -> QQuickView:
    lose(stage)
    return dock(stage, 1920)


def lose(stage: CallerStage) -> None:
    stage.clock.pass_by(60)
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: not stage.desk.page["link"]["up"])


def pull_pad(stage: CallerStage) -> None:
    stage.desk.padStands("noDevice")


def refuse(stage: CallerStage) -> None:
    stage.hall.answers = [CommandRefused(CommandRefusal.NOBODY_WAITING)]
    stage.desk.press("call")
    until(lambda: bool(stage.desk.page["sentence"]))


def show_passed(stage: CallerStage) -> None:
    tap(stage.window, "tab-passed")


def put_behind(stage: CallerStage) -> QQuickView:
    """Another window takes the keyboard, as the clerk's own system does."""
    stage.other.show()
    stage.other.requestActivate()
    until(lambda: not stage.window.isActive())
    return stage.window


def bar_behind(stage: CallerStage) -> QQuickView:
    dock(stage, 1280)
    put_behind(stage)
    return stage.bar
