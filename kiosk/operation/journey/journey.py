"""The journey from start to verdict: opens the house, plays the story, closes the house, looks at what is left."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.operation.bench_control import BenchUnreachableError, Control
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.journey.house import House, open_house
from kiosk.operation.journey.record import Record
from kiosk.operation.journey.rows import events_in, rows_of
from kiosk.operation.journey.stage_client import StageError
from kiosk.operation.journey.story import Story, Way
from kiosk.operation.journey.verdict import judge_chain, judge_nothing_left, judge_voice
from kiosk.operation.launcher.plan import Patience, Stage
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log

_SYNC_S = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """`secrets` are the full words of the invented person, which must be nowhere afterwards."""

    stages: tuple[Stage, ...]
    state: StateFolder
    way: Way
    patience: Patience
    secrets: Sequence[str]


def travel(plan: Plan, log: Log) -> int:
    """Plays it; GOOD only when the whole chain held. `journey.json` is written in every case."""
    record, failure = Record(), ""
    try:
        _played(plan, record, log)
    except (StageError, BenchUnreachableError) as stuck:
        failure = str(stuck)
        record.step("journey", f"stuck: {failure}")
    path = plan.way.out / "journey.json"
    record.write(path, failure)
    held = record.held and not failure
    print(f"\n{'The whole chain held.' if held else 'The chain did not hold.'} Everything is in {path}", flush=True)
    return ExitCode.GOOD if held else ExitCode.FAILED


def _played(plan: Plan, record: Record, log: Log) -> None:
    record.step("journey", "starts city, hall, virtual devices and four windows, each a process of its own")
    with open_house(plan.stages, plan.state, log, plan.patience) as house:
        record.step("journey", "everything is ready")
        pids = house.pids
        bench = Control(plan.state.control_socket)
        story = Story(house, bench, record, plan.way)
        story.play()
        _wait_for_the_city(house, record)
        bench.close()
    record.step("journey", "everything was ended in order")
    hall, city = (rows_of(plan.state.root / role / f"{role}.sqlite") for role in ("hall", "city"))
    record.facts |= {"label": story.label, "hall": hall, "city": city}
    waves = sorted((plan.state.root / "voice").rglob("*.wav"))
    record.facts["voice"] = [f"{wave.parent.name}-{wave.name}" for wave in waves]
    judge_chain(record, story.label, record.facts["printer"], hall, city)
    judge_voice(record, story.label, waves)
    for wave in waves:
        shutil.copy(wave, plan.way.out / f"{wave.parent.name}-{wave.name}")
    judge_nothing_left(record, (plan.state.root, plan.way.out), plan.secrets, pids)


def _wait_for_the_city(house: House, record: Record) -> None:
    """Until the city holds what the hall holds; both are asked by looking at their files."""
    files = [house.state.root / role / f"{role}.sqlite" for role in ("hall", "city")]
    end = time.monotonic() + _SYNC_S
    while time.monotonic() < end:
        hall, city = ({event["event_id"] for event in events_in(rows_of(file))} for file in files)
        if hall and hall <= city and any(event["kind"] == "evaluated" for event in events_in(rows_of(files[1]))):
            record.step("city", f"holds all {len(hall)} events of the hall, the evaluation among them")
            return
        time.sleep(0.2)
    raise StageError("the city does not hold all events of the hall")
