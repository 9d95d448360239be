"""The terminal's own figures: its first frame, its memory, its way from a touch to paper and from a card to a name."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from kiosk.city.publication import load_publication
from kiosk.domain.catalogue import catalogue_from
from kiosk.operation.bench_control import Control
from kiosk.operation.benchmark.children import House, NotMeasuredError
from kiosk.operation.benchmark.figures import spread
from kiosk.operation.benchmark.first_frame import first_frames
from kiosk.operation.benchmark.idle import idle_cost
from kiosk.operation.benchmark.inside import Inside, Live, invented_number
from kiosk.operation.benchmark.memory import memory_of
from kiosk.operation.benchmark.preview import Preview, preview
from kiosk.operation.benchmark.rendering import rendering
from kiosk.operation.benchmark.report import Figure, Goal
from kiosk.operation.benchmark.seeing import seeing
from kiosk.operation.benchmark.stopwatch import Split
from kiosk.operation.benchmark.visits import Visit, Visitors
from kiosk.operation.benchmark.wires import Wires
from kiosk.operation.configuration import Configuration
from kiosk.operation.journey.house import OFF_SCREEN, stage_socket
from kiosk.operation.journey.stage_client import StageClient
from kiosk.operation.launcher.house import holders
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Tokens, ensure_tokens

TOGETHER = ("terminal", "hall", "city")
_DRAWN = {key: value for key, value in OFF_SCREEN.items() if key.startswith("Q")}  # a window, and no stage
_CALM_S = 1.5
ITEM = "RS-002"
PAPER, CARD, MEMORY, START = "tap to last byte at the printer", "card to name", "memory", "first frame"
_PARTS = {
    "wish": "touch, journey, intent stored",
    "reserve": "the hall's number over HTTP, stored there",
    "commit": "ticket and outbox row in one transaction of the terminal's book",
    "handing": "the book knows that it prints; the printer is asked for its paper",
    "render": "slip to bytes",
    "wire": "first byte written to last byte passed, at the line's pace",
    "confirm": "after the last byte: paper comes out, the printer says so",
}


def terminal_figures(
    program: Path, folder: Path, live: Live, wires: Wires, show: Preview, quick: bool
) -> Iterator[Figure]:
    """Raises NotMeasuredError, StageError, BenchUnreachableError or OSError."""
    yield _first_frame(first_frames(program, folder, 2 if quick else 7, _DRAWN))
    yield from rendering(wires.renderings, 50 if quick else 1000)
    yield from seeing(wires.seeing(), 5 if quick else 100)
    config, state = Configuration(), StateFolder(folder / "house").make()
    tokens = ensure_tokens(state.tokens, holders(config))
    if not isinstance(tokens, Tokens):
        raise NotMeasuredError(f"the tokens cannot be used: {tokens.value}")
    with House(program, state, OFF_SCREEN) as house:
        house.start("virtual-devices")
        yield idle_cost(wires.watching, state, 3 if quick else 20)
        house.start("city", "hall")
        yield from _at_the_window(house, config, wires, 2 if quick else 24)
        yield from _split(house, live, wires.printer_baud, 5 if quick else 50)
        yield from preview(show, state, 2 if quick else 10)


def _first_frame(seconds: Sequence[float]) -> Figure:
    how = f"start of the terminal's process to its first frame swapped, off-screen, software; median of {len(seconds)}"
    return Figure(START, "median", median(seconds), "s", how, Goal(1.2), {"best": min(seconds), "worst": max(seconds)})


# --- at the real window ---


def _at_the_window(house: House, config: Configuration, wires: Wires, visits: int) -> Iterator[Figure]:
    house.start("terminal")
    glass = StageClient("terminal", stage_socket(house.state, "terminal"))
    glass.see(f"item-{ITEM}")
    bench = Control(house.state.control_socket)
    try:
        people = Visitors(glass, bench, _items(glass), wires.printer_baud)
        made = [people.visit() for _ in range(visits)]
        time.sleep(_CALM_S)
        memory = list(_memory(house))
    finally:
        bench.close()
        glass.close()
    house.end("terminal")
    yield from memory
    yield _to_name(made, wires.card_ms)
    yield _to_paper(made)


def _items(glass: StageClient) -> list[str]:
    """Items on the home page, one a queue."""
    catalogue = catalogue_from(load_publication()["catalogue"])
    shown = [item for item in catalogue.items if f"item-{item.code}" in glass.names() and not item.anonymous]
    return list({item.queue: item.code for item in shown}.values())


def _memory(house: House) -> Iterator[Figure]:
    """While all of them still run."""
    each = {role: memory_of(house.pid(role)) for role in TOGETHER}
    whole = each["terminal"] + each["hall"] + each["city"]
    goals = {"terminal": Goal(180)}
    for role, memory in each.items():
        name = "the terminal's window process" if role == "terminal" else role
        how = "resident set after the visits, in MB of 10^6 bytes; pss: shared pages by their share"
        yield Figure(MEMORY, name, memory.resident, "MB", how, goals.get(role), _own(memory.own))
    how = "the three resident sets added, pages that they share counted each time"
    yield Figure(MEMORY, "terminal, hall and city together", whole.resident, "MB", how, Goal(350), _own(whole.own))


def _own(megabytes: float | None) -> dict[str, float]:
    return {} if megabytes is None else {"pss": megabytes}


def _to_name(made: Sequence[Visit], line: float) -> Figure:
    times = spread([visit.to_name / 1000 for visit in made])
    how = (
        f"{len(made)} invented cards laid on the virtual reader to the frame that shows the name, less the "
        f"{line:.0f} ms that find, select and read take on the line; the reader is polled every 200 ms"
    )
    more = {"p50": times.p50 - line, "worst": times.worst - line, "line": line, "whole_p95": times.p95}
    return Figure(CARD, "p95 beyond the wire", times.p95 - line, "ms", how, Goal(350), more)


def _to_paper(made: Sequence[Visit]) -> Figure:
    times = spread([(visit.to_paper - visit.line) / 1000 for visit in made])
    how = (
        f"{len(made)} presses on 取号 at the real window to the last byte by the virtual printer's clock, less its "
        "bytes × 10 / baud"
    )
    more = {"p50": times.p50, "worst": times.worst, "line": median(visit.line for visit in made)}
    return Figure(PAPER, "at the window, p99 beyond the wire", times.p99, "ms", how, Goal(60), more)


# --- the same, taken apart ---


def _split(house: House, live: Live, baud: int, tickets: int) -> Iterator[Figure]:
    bench, inside = Control(house.state.control_socket), Inside(live, house.state)
    try:
        inside.wait_until_it_works()
        splits = [inside.ticket(ITEM, invented_number(nth), bench, baud) for nth in range(tickets)]
    finally:
        inside.close()
        bench.close()
    times = spread([split.beyond_wire / 1000 for split in splits])
    how = f"{len(splits)} tickets of a terminal without its window, with real hall, lines and drivers; the parts below"
    more = {"p50": times.p50, "worst": times.worst, "line": median(split.line for split in splits)}
    yield Figure(PAPER, "inside, p99 beyond the wire", times.p99, "ms", how, Goal(60), more)
    for name, how in _PARTS.items():
        yield _part(name, how, splits)


def _part(name: str, how: str, splits: Sequence[Split]) -> Figure:
    times = spread([getattr(split, name) / 1000 for split in splits])
    return Figure(PAPER, f"  {name}, p50", times.p50, "ms", how, None, {"p99": times.p99})
