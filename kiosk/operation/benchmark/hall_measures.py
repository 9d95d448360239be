"""The hall under load, as a process of its own on its real book, beside what no server can beat on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kiosk.operation.benchmark.busy_hall import CLERKS, COUNTERS, ITEM, PIN, busy_hall
from kiosk.operation.benchmark.children import Helper, House, NotMeasuredError
from kiosk.operation.benchmark.figures import LoadFigures, figures, spread
from kiosk.operation.benchmark.hall_load import (
    Clerk,
    HallUnderLoad,
    Numbers,
    fill,
    issue_numbers,
    make_calls,
    sign_in,
)
from kiosk.operation.benchmark.report import Figure, Goal
from kiosk.operation.benchmark.side_by_side import Load, in_turns
from kiosk.operation.benchmark.wire import exchange
from kiosk.operation.benchmark.yardsticks import EmptyPosts, bare_commits
from kiosk.operation.process import address_of
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Holder, Tokens, ensure_tokens
from kiosk.ports.ledger import Change, LedgerFailure

FillCache = Callable[[Path, Sequence[Change]], LedgerFailure | None]

TERMINAL, BOARD = "T1", "B1"
CLIENTS = (1, 8, 32)
GROUP = "hall under load"
_GOAL_CLIENTS = 8
_PER_CALL = 3  # a call, its finish, and room for a faster machine


class Extent:
    """How much load is made. `seconds` a measure, `calls` to the board."""

    def __init__(self, quick: bool) -> None:
        self.seconds = 0.8 if quick else 3.0
        self.calls = 40 if quick else 300


def hall_figures(program: Path, folder: Path, fill_cache: FillCache, quick: bool) -> Iterator[Figure]:
    """Raises NotMeasuredError, StalledError or OSError."""
    state = StateFolder(folder / "load").make()
    tokens = ensure_tokens(state.tokens, _holders())
    if not isinstance(tokens, Tokens):
        raise NotMeasuredError(f"the tokens cannot be used: {tokens.value}")
    if failure := fill_cache(state.data("hall") / "hall.sqlite", busy_hall()):
        raise NotMeasuredError(f"the hall's book cannot be written: {failure.value}")
    extent = Extent(quick)
    with House(program, state) as house, Helper("kiosk.operation.benchmark.empty_post") as empty:
        house.start("hall")
        hall = _under_load(int(house.wait("hall")["port"]), tokens)
        yield from _numbers(hall, int(empty.line()), state.root, extent)
        yield from _calls(hall, extent)
        address = address_of(state, "hall")() or ""
        yield _to_board(hall, address, extent)


def _holders() -> list[Holder]:
    return [Holder("terminal", TERMINAL), Holder("board", BOARD), *(Holder("caller", counter) for counter in COUNTERS)]


def _under_load(port: int, tokens: Tokens) -> HallUnderLoad:
    callers = {counter: tokens.of("caller", counter) or "" for counter in COUNTERS}
    terminal, board = tokens.of("terminal", TERMINAL) or "", tokens.of("board", BOARD) or ""
    return HallUnderLoad(port, ITEM, terminal, TERMINAL, board, callers, CLERKS, PIN)


def _numbers(hall: HallUnderLoad, empty_port: int, folder: Path, extent: Extent) -> Iterator[Figure]:
    commits = bare_commits(folder, extent.seconds)
    yield Figure(
        GROUP, "bare SQLite commits", commits.per_second, "/s",
        "one row a transaction, WAL, synchronous=FULL, same disk, nothing else", more=_times(commits),
    )  # fmt: skip
    issue_numbers(hall, max(CLIENTS), extent.seconds / 3, "b0")  # what runs once is not measured
    for clients in CLIENTS:
        empty, issued = _side_by_side(hall, empty_port, clients, extent.seconds)
        yield _empty(empty)
        yield from _issued(issued, empty, commits)


def _side_by_side(hall: HallUnderLoad, empty_port: int, clients: int, seconds: float) -> Sequence[LoadFigures]:
    """The empty POST and the numbers, in turns."""
    empty, numbers = EmptyPosts(), Numbers(hall, f"b{clients:x}")
    loads = Load(empty_port, empty.ask, empty.take), Load(hall.port, numbers.ask, numbers.take)
    empty_took, numbers_took = in_turns(loads, clients, seconds)
    return figures(clients, empty.times, empty_took), numbers.given(clients, numbers_took)


def _empty(empty: LoadFigures) -> Figure:
    how = "a server on the same stack that reads the body and answers {}, same load generator"
    return Figure(GROUP, f"empty POST, {_clients(empty)}", empty.per_second, "/s", how, more=_times(empty))


def _issued(issued: LoadFigures, empty: LoadFigures, commits: LoadFigures) -> Iterator[Figure]:
    judged = issued.clients == _GOAL_CLIENTS
    who = _clients(issued)
    share = issued.per_second / empty.per_second * 100
    more = {**_times(issued), "times_bare_commits": issued.per_second / commits.per_second}
    how = "POST /v1/tickets on kept-alive connections, each answered after its commit"
    yield Figure(GROUP, f"numbers issued, {who}", issued.per_second, "/s", how,
                 Goal(1500, at_least=True) if judged else None, more)  # fmt: skip
    yield Figure(GROUP, f"numbers issued, {who}, of the empty POST", share, "%", "the two rates, taken in turns",
                 Goal(30, at_least=True) if judged else None)  # fmt: skip
    yield Figure(GROUP, f"numbers issued, {who}, p95", issued.times.p95, "ms", "request sent to answer whole",
                 Goal(20) if judged else None)  # fmt: skip
    yield from _faults(f"numbers issued, {who}", issued, "labels given twice", "every label of the run compared")


def _calls(hall: HallUnderLoad, extent: Extent) -> Iterator[Figure]:
    rate = 0.0
    for clients in CLIENTS:
        people = max(200, int(max(rate, 400.0) * extent.seconds * _PER_CALL / 2))
        fill(hall, people, f"f{clients:x}")
        made = make_calls(hall, clients, extent.seconds, f"c{clients:x}")
        rate = made.per_second
        who = f"{clients} counter{'s' if clients > 1 else ''}"
        how = "POST call, then finish, at each counter in turn; the calls are counted, each answered after its commit"
        yield Figure(GROUP, f"calls made, {who}", made.per_second, "/s", how, more=_times(made))
        yield from _faults(f"calls made, {who}", made, "people called twice", "every call of the run compared")


def _faults(name: str, run: LoadFigures, twice: str, how: str) -> Iterator[Figure]:
    yield Figure(GROUP, f"{name}: {twice}", run.twice, "", how, Goal(0))
    if run.failed:
        yield Figure(GROUP, f"{name}: failed", run.failed, "", "answers that were no success", Goal(0))


def _to_board(hall: HallUnderLoad, address: str, extent: Extent) -> Figure:
    fill(hall, extent.calls + 20, "fb")
    counter = next(iter(hall.callers))
    sign_in(hall, [counter], "cb")
    clerk = Clerk(hall, counter, "cb")
    with Helper("kiosk.operation.benchmark.board_ear", {"address": address, "token": hall.board}) as board:
        if board.line() != "listening":
            raise NotMeasuredError("the board did not reach the hall")
        times = spread([_one_call(hall.port, clerk, board) for _ in range(extent.calls)])
    how = f"{extent.calls} calls one by one: POST sent to the feed client of a board, a process of its own"
    return Figure("call to board", "p99", times.p99, "ms", how, Goal(100),
                  {"p50": times.p50, "p95": times.p95, "worst": times.worst})  # fmt: skip


def _one_call(port: int, clerk: Clerk, board: Helper) -> float:
    """Seconds; the call and its finish."""
    begun = time.monotonic_ns()
    before = len(clerk.called)
    clerk.take(exchange(port, clerk.ask() or b""))
    if len(clerk.called) == before:
        raise NotMeasuredError("nobody could be called")
    heard = int(board.line().split()[1])
    clerk.take(exchange(port, clerk.ask() or b""))
    return (heard - begun) / 1e9


def _clients(run: LoadFigures) -> str:
    return f"{run.clients} client{'s' if run.clients > 1 else ''}"


def _times(run: LoadFigures) -> dict[str, float]:
    times = run.times
    return {"done": run.done, "seconds": run.seconds, "p50": times.p50, "p95": times.p95, "p99": times.p99}
