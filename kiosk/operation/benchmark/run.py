"""The whole benchmark, measure by measure; whatever ends it, no process and no folder of it is left."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.operation.bench_control import BenchUnreachableError
from kiosk.operation.benchmark.children import NotMeasuredError
from kiosk.operation.benchmark.hall_measures import FillCache, hall_figures
from kiosk.operation.benchmark.inside import Live
from kiosk.operation.benchmark.preview import Preview
from kiosk.operation.benchmark.report import Figure, Report, now, this_machine
from kiosk.operation.benchmark.table import table
from kiosk.operation.benchmark.terminal_measures import terminal_figures
from kiosk.operation.benchmark.wire import StalledError
from kiosk.operation.benchmark.wires import Wires
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.journey.stage_client import StageError
from kiosk.operation.process import Process


@dataclass(frozen=True, slots=True)
class Means:
    """What only `main.py` knows. `folder` lies on the disk that is measured.

    `live` makes a terminal out of a core; `fill_cache` writes what came down into a hall's file; `wires` is how
    long the devices' lines are busy; `show` puts a camera's picture on a page.
    """

    program: Path
    folder: Path
    live: Live
    fill_cache: FillCache
    wires: Wires
    show: Preview


def run(means: Means, process: Process, quick: bool, as_json: bool) -> int:
    """Prints the figures. FAILED when one could not be taken; a goal that this machine misses is no failure."""
    process.on_stop(_interrupt)
    try:
        report = measured(means, quick, _progress)
    except (NotMeasuredError, StageError, StalledError, BenchUnreachableError, OSError) as stuck:
        print(f"not measured: {stuck}", file=sys.stderr)
        return ExitCode.FAILED
    except KeyboardInterrupt:
        print("stopped before the end; nothing is left", file=sys.stderr)
        return ExitCode.FAILED
    print(json.dumps(report.facts(), ensure_ascii=False, indent=1) if as_json else table(report.facts()))
    return ExitCode.GOOD


def _interrupt() -> None:
    """Called on the main thread, wherever it is: what it has opened is closed on the way out."""
    raise KeyboardInterrupt


def measured(means: Means, quick: bool, tell: Callable[[str], None]) -> Report:
    """Raises what a measure raises when it cannot be taken."""
    begun, taken, machine = time.monotonic(), now(), this_machine()
    means.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=means.folder) as name:
        figures = tuple(_told(_figures(means, Path(name), quick), tell))
    return Report(figures, time.monotonic() - begun, quick, machine, taken)


def _figures(means: Means, folder: Path, quick: bool) -> Iterator[Figure]:
    yield from terminal_figures(means.program, folder, means.live, means.wires, means.show, quick)
    yield from hall_figures(means.program, folder, means.fill_cache, quick)


def _told(figures: Iterator[Figure], tell: Callable[[str], None]) -> Iterator[Figure]:
    for figure in figures:
        tell(f"{figure.group}: {figure.name}")
        yield figure


def _progress(words: str) -> None:
    print(f"measured  {words}", file=sys.stderr, flush=True)
