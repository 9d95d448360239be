"""The board in the states that matter, on a hall and a voice of the tests."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.domain.hall_settings import QueueKind
from kiosk.domain.published import Text
from kiosk.domain.ticket import Group, HallUnreachable, TicketState
from kiosk.hall.core.answers import BoardCall, BoardView, QueueWait
from kiosk.hall.core.messages import CallKind, CallMessage
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from screens.board.hall_board import HallBoard
from screens.board.showing import board_page, counter_page
from screens.board.spoken import SpokenFile
from screens.board.voice import CallVoice, NoVoice
from screens.board.window import COUNTER_STANDING, STANDING, board_view, counter_view
from screens.staff.burial import bury
from screens.staff.standing import application, engine_for
from screens.staff.worker import Worker
from tests.screens.looking import Shown, until
from tests.screens.scripted_hall import ScriptedLine
from tests.screens.staff_scenes import MORNING, HandClock

NOW_MS = int(MORNING.timestamp() * 1000)
QUEUES = (
    ("social", "A", "社保医保", "Social and medical insurance"),
    ("residence", "B", "户籍身份证", "Household register and ID cards"),
    ("consult", "C", "咨询导办", "Enquiries and guidance"),
    ("exit-entry", "D", "出入境", "Passports and permits"),
    ("business", "Y", "企业开办", "Business registration"),
    ("property", "F", "不动产登记", "Property registration"),
    ("traffic", "G", "车辆驾驶证", "Vehicles and driving licences"),
    ("tax", "H", "税费办理", "Tax and fees"),
    ("housing", "J", "住房公积金", "Housing and housing fund"),
    ("civil", "K", "婚姻民政", "Marriage and civil affairs"),
    ("utilities", "L", "水电气服务", "Water, power and gas"),
    ("projects", "P", "工程建设", "Construction projects"),
    ("shared", "S", "综合无差别", "General counters"),
    ("collection", "Z", "证照领取", "Collection of documents"),
)


def waits(count: int) -> tuple[QueueWait, ...]:
    return tuple(
        QueueWait(code, prefix, Text(zh, en), QueueKind.ITEM, (6, 2, 0, 14, 128)[place % 5], 5, 9, 1)
        for place, (code, prefix, zh, en) in enumerate(QUEUES[:count])
    )


def call(label: str, counter: str, group: Group = Group.WALK_IN, state: TicketState = TicketState.CALLED) -> BoardCall:
    return BoardCall(label, counter, group, state, NOW_MS - 20_000, 0)


CALLS = (
    call("A017", "3", Group.GREEN),
    call("B005", "5", Group.BOOKED, TicketState.SERVING),
    call("A016", "6", state=TicketState.PASSED),
    call("C002", "3", state=TicketState.DONE),
    call("A015", "5", state=TicketState.DONE),
    call("B004", "24", Group.BOOKED, TicketState.DONE),
)


def board(calls: tuple[BoardCall, ...] = CALLS, seq: int = 100, **other: Any) -> BoardView:
    given: dict[str, Any] = {
        "seq": seq,
        "day": "2026-11-23",
        "hall_name": Text("青岚市政务服务中心", "Qinglan City Government Service Centre"),
        "notice": Text(
            "过号 30 分钟内，请到咨询台恢复一次。已预约的群众请直接签到，不用再取号。",
            "Missed your call? Ask at Enquiries within 30 minutes. If you have booked, just check in; "
            "no second number is needed.",
        ),
        "calls": calls,
        "waits": waits(3),
    }
    return BoardView(**(given | other))


def message(
    seq: int,
    label: str = "A018",
    kind: CallKind = CallKind.CALLED,
    counter: str = "5",
    recalls: int = 0,
    at_ms: int = NOW_MS,
) -> CallMessage:
    return CallMessage(seq, kind, label, counter, Group.WALK_IN, at_ms, recalls)


class ScriptedBoard:
    """A hall that gives the snapshot which the test wrote down."""

    def __init__(self, view: BoardView | HallUnreachable) -> None:
        self.shown = view
        self.asked = 0
        self.open_door = threading.Event()
        self.open_door.set()

    def snapshot(self) -> BoardView | HallUnreachable:
        self.asked += 1
        shown = self.shown
        self.open_door.wait(5)
        return shown


class ScriptedSpeaker:
    """Notes what it is told to say; an announcement ends when the test lets it."""

    def __init__(self, by_itself: bool = True, outcome: SpeechOutcome = SpeechOutcome.SPOKEN) -> None:
        self.said: list[Announcement] = []
        self.waiting: list[Callable[[SpeechOutcome], None]] = []
        self.by_itself, self.outcome = by_itself, outcome
        self.state = DeviceState.ONLINE

    @property
    def texts(self) -> list[str]:
        return [announcement.text for announcement in self.said]

    def status(self) -> DeviceStatus:
        return DeviceStatus(self.state)

    def say(self, announcement: Announcement, done: Callable[[SpeechOutcome], None] | None = None) -> None:
        self.said.append(announcement)
        if done is not None:
            self.waiting.append(done)
        if self.by_itself:
            self.finish()

    def finish(self) -> None:
        self.waiting.pop(0)(self.outcome)

    def hush(self) -> None: ...

    def louder(self) -> None: ...

    def begin_again(self) -> None: ...

    def close(self) -> None: ...


class BoardStage:
    """A board with all its parts. `close` ends what it started; the file of the last call said stays."""

    def __init__(
        self,
        view: BoardView | HallUnreachable,
        folder: Path,
        speaker: ScriptedSpeaker | None = None,
        language: str = "zh",
        size: tuple[int, int] = (1920, 1080),
        link_up: bool = True,
        counter: str = "",
    ) -> None:
        self.clock = HandClock()
        self.hall, self.line = ScriptedBoard(view), ScriptedLine(link_up)
        self.speaker = speaker or ScriptedSpeaker()
        self.worker, self.file = Worker("board"), SpokenFile(folder / "spoken")
        self.voice = NoVoice() if counter else CallVoice(self.speaker, self.file, self.worker)
        shows = partial(counter_page, counter=counter) if counter else board_page
        self.board = HallBoard(self.hall, self.line, self.voice, self.worker, self.clock.clocks(), shows)
        standing = replace(COUNTER_STANDING if counter else STANDING, language=language, size=size)
        self.engine = engine_for(application(), standing, "board")
        self.warnings: list[str] = []
        self.engine.warnings.connect(self._warned)
        show = partial(counter_view, counter=counter) if counter else board_view
        self.view = show(self.engine, self.board, standing=standing)

    def open(self) -> BoardStage:
        self.view.show()
        self.board.start()
        until(lambda: bool(self.line.feeds))
        if isinstance(self.hall.shown, BoardView) and self.line.link_up:
            until(lambda: bool(self.board.page["known"]))
        return self

    def close(self) -> None:
        self.view.end()
        self.line.close()
        self.worker.close()
        bury(self.board, self.voice, self.line, self.worker, self.engine)

    def _warned(self, warnings: list[object]) -> None:
        self.warnings += [str(warning) for warning in warnings]


Maker = Callable[[], Shown]


@dataclass(frozen=True)
class Opened:
    view: BoardView | HallUnreachable
    language: str
    size: tuple[int, int] = (1920, 1080)
    act: Callable[[BoardStage], None] = field(default=lambda stage: None)
    link_up: bool = True
    outcome: SpeechOutcome = SpeechOutcome.SPOKEN
    counter: str = ""

    def __call__(self) -> Shown:
        folder = tempfile.TemporaryDirectory()
        speaker = ScriptedSpeaker(outcome=self.outcome)
        stage = BoardStage(
            self.view, Path(folder.name), speaker, self.language, self.size, self.link_up, self.counter
        ).open()
        self.act(stage)

        def close() -> None:
            stage.close()
            folder.cleanup()

        return Shown(stage.view, close, stage.warnings)


def board_scenes() -> Iterator[tuple[str, Maker]]:
    long = board((call("AB1234", "24", Group.GREEN), call("CD98765", "17", Group.BOOKED), *CALLS[:4]), waits=waits(14))
    for language in ("zh", "en"):
        yield f"board-calls-{language}", Opened(board(), language)
        yield f"board-served-{language}", Opened(board(CALLS[1:]), language)
        yield f"board-over-{language}", Opened(board(CALLS[3:]), language)
        yield f"board-empty-{language}", Opened(board((), waits=()), language)
        yield f"board-long-{language}", Opened(long, language)
        yield f"board-lost-{language}", Opened(board(), language, act=lose)
        yield f"board-connecting-{language}", Opened(HallUnreachable.NO_CONNECTION, language, link_up=False)
        yield f"board-silent-{language}", Opened(board(), language, act=call_one, outcome=SpeechOutcome.NO_DEVICE)
        yield f"board-portrait-{language}", Opened(board(), language, (1080, 1920))
        yield f"board-portrait-lost-{language}", Opened(board(), language, (1080, 1920), act=lose)
        yield (
            f"board-portrait-silent-{language}",
            Opened(board(), language, (1080, 1920), act=call_one, outcome=SpeechOutcome.NO_DEVICE),
        )
        yield f"board-small-{language}", Opened(board(waits=waits(4)), language, (960, 540))
    hall_of_32 = tuple(call(f"{'ABCD'[number % 4]}{40 + number:03d}", str(number + 1)) for number in range(32))
    notice = Text("请留意语音和大屏，叫到号后请到窗口办理。", "Please listen; go to the counter when called.")
    yield "board-many-zh", Opened(board(hall_of_32, waits=waits(14)), "zh")
    yield "board-portrait-many-en", Opened(board(hall_of_32, waits=waits(14)), "en", (1080, 1920))
    for language in ("zh", "en"):
        empty = board((), waits=(), notice=notice)
        yield (
            f"board-empty-silent-{language}",
            Opened(empty, language, act=call_and_withdraw, outcome=SpeechOutcome.FAILED),
        )
    for language in ("zh", "en"):
        for shape, size in (("lying", (1920, 1080)), ("upright", (1080, 1920)), ("small", (1280, 800))):
            yield f"counter-{shape}-called-{language}", Opened(board(), language, size, counter="3")
        yield f"counter-lying-served-{language}", Opened(board(), language, counter="5")
        yield f"counter-upright-served-{language}", Opened(board(), language, (1080, 1920), counter="5")
        yield f"counter-lying-long-{language}", Opened(long, language, counter="17")
        yield f"counter-lying-nobody-{language}", Opened(board(), language, counter="A24")
        yield f"counter-upright-nobody-{language}", Opened(board(), language, (1080, 1920), counter="24")
        yield f"counter-lying-lost-{language}", Opened(board(), language, act=lose, counter="3")
        yield f"counter-upright-lost-{language}", Opened(board(), language, (1080, 1920), act=lose, counter="5")
        yield f"counter-lying-stale-{language}", Opened(board(), language, act=lose_for_long, counter="3")
        yield (
            f"counter-connecting-{language}",
            Opened(HallUnreachable.NO_CONNECTION, language, link_up=False, counter="3"),
        )
    yield "board-portrait-served-zh", Opened(board(CALLS[1:]), "zh", (1080, 1920))
    yield "board-portrait-long-zh", Opened(long, "zh", (1080, 1920))


def lose(stage: BoardStage) -> None:
    stage.line.feed.on_link(HallUnreachable.TIMED_OUT)
    until(lambda: not stage.board.page["link"]["up"])


def lose_for_long(stage: BoardStage) -> None:
    root = stage.view.rootObject()
    root.setProperty("staleMs", 1)
    lose(stage)
    until(lambda: bool(root.property("stale")))


def call_one(stage: BoardStage) -> None:
    stage.line.feed.on_message(message(101))
    until(lambda: bool(stage.board.page["silent"]))
    stage.clock.pass_by(2)


def call_and_withdraw(stage: BoardStage) -> None:
    call_one(stage)
    stage.line.feed.on_message(message(102, kind=CallKind.WITHDRAWN))
    until(lambda: stage.board.page["now"] is None)
