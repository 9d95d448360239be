"""The device bench on real virtual devices, with real tickets printed by the real driver."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from screens.bench.desk import BenchDesk
from screens.bench.watching import BenchWatch
from screens.bench.window import STANDING, bench_view
from screens.staff.burial import bury
from screens.staff.standing import application, engine_for
from screens.staff.worker import Worker
from tests.drivers.stage import Stage, on_stage
from tests.screens.looking import Shown, settle, tap, until


class BenchStage:
    """A bench window and the devices it works on. `close` ends both."""

    def __init__(self, language: str = "zh", devices: bool = True) -> None:
        self._ending = ExitStack()
        folder = Path(self._ending.enter_context(tempfile.TemporaryDirectory()))
        self.devices: Stage | None = self._ending.enter_context(on_stage(folder)) if devices else None
        pictures = Path(self._ending.enter_context(tempfile.TemporaryDirectory()))
        socket = folder / "control.sock"
        self.watch, self.worker = BenchWatch(socket), Worker("bench")
        self.desk = BenchDesk(socket, pictures, self.watch, self.worker)
        standing = replace(STANDING, language=language)
        self.engine = engine_for(application(), standing, "bench")
        self.warnings: list[str] = []
        self.engine.warnings.connect(self._warned)
        self.view = bench_view(self.engine, self.desk, standing)

    def open(self) -> BenchStage:
        self.view.show()
        self.desk.start()
        if self.devices is not None:
            until(lambda: bool(self.desk.page["there"]) and len(self.desk.page["cards"]) > 0)
        settle()
        return self

    @property
    def real(self) -> Stage:
        assert self.devices is not None
        return self.devices

    def print_tickets(self, count: int = 1) -> None:
        printer = self.real.printer()
        for _ in range(count):
            self.real.print(printer).first()
        until(lambda: self.desk.page["printer"]["hanging"] == count and self.desk.page["picture"] != "")
        settle()

    def close(self) -> None:
        self.view.end()
        self.watch.close()
        self.worker.close()
        self.desk.close()
        bury(self.desk, self.watch, self.worker, self.engine)
        self._ending.close()

    def _warned(self, warnings: list[object]) -> None:
        self.warnings += [str(warning) for warning in warnings]


Maker = Callable[[], Shown]


@dataclass(frozen=True)
class Opened:
    language: str
    act: Callable[[BenchStage], None] = field(default=lambda stage: None)
    devices: bool = True

    def __call__(self) -> Shown:
        stage = BenchStage(self.language, self.devices).open()
        self.act(stage)
        settle()
        return Shown(stage.view, stage.close, stage.warnings)


def bench_scenes() -> Iterator[tuple[str, Maker]]:
    for language in ("zh", "en"):
        yield f"bench-first-{language}", Opened(language)
        yield f"bench-card-{language}", Opened(language, lay)
        yield f"bench-ticket-{language}", Opened(language, lambda stage: stage.print_tickets(2))
        yield f"bench-taken-{language}", Opened(language, take)
        yield f"bench-trouble-{language}", Opened(language, trouble)
        yield f"bench-hand-{language}", Opened(language, show_hand)
        yield f"bench-hand-trouble-{language}", Opened(language, spoil_hand)
        yield f"bench-hall-{language}", Opened(language, show_hall)
        yield f"bench-hall-trouble-{language}", Opened(language, spoil_hall)
        yield f"bench-away-{language}", Opened(language, devices=False)


def lay(stage: BenchStage) -> None:
    tap(stage.view, "card-elderly")
    until(lambda: stage.desk.page["reader"]["card"] == "elderly")


def take(stage: BenchStage) -> None:
    stage.print_tickets()
    tap(stage.view, "take-ticket")
    until(lambda: stage.desk.page["printer"]["hanging"] == 0 and stage.desk.page["taken"] != "")


def trouble(stage: BenchStage) -> None:
    tap(stage.view, "reader-line-unplugged")
    tap(stage.view, "printer-paper-out")
    until(lambda: stage.desk.page["printer"]["paper"] == "out" and stage.desk.page["reader"]["line"] == "unplugged")


def show_hand(stage: BenchStage) -> None:
    tap(stage.view, "show-hand")
    until(lambda: stage.desk.page["others"]["pad"]["line"] == "good")


def show_hall(stage: BenchStage) -> None:
    tap(stage.view, "show-hall")
    until(lambda: stage.desk.page["others"]["board"]["line"] == "good")


def spoil_hand(stage: BenchStage) -> None:
    show_hand(stage)
    _tap_all(stage, "pad-line-unplugged", "document-inner-jam", "document-queue-stopped", "scan-ticket")
    until(lambda: stage.desk.page["refused"] == "no_ticket" and stage.desk.page["others"]["pad"]["line"] == "unplugged")


def spoil_hall(stage: BenchStage) -> None:
    show_hall(stage)
    _tap_all(stage, "board-door-open", "camera-motion-still", "face-scene-empty", "strip-power-2")
    until(lambda: stage.desk.page["others"]["strips"]["rows"][1]["power"] == "off")


def _tap_all(stage: BenchStage, *names: str) -> None:
    for name in names:
        settle()
        tap(stage.view, name)
