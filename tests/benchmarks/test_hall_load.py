"""The load and its yardsticks for a moment on a real hall in a process of its own: nothing twice, nothing failed.

How fast it is on this machine is the benchmark's business; here it only has to be true.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.domain.catalogue import catalogue_from, hall_settings_from
from kiosk.domain.evaluation import evaluation_reasons_from
from kiosk.domain.order import Choice, Waiting, next_ticket
from kiosk.hall.core import choosing
from kiosk.hall.core.rules import Rules, rules_of
from kiosk.operation.benchmark import hall_load, yardsticks
from kiosk.operation.benchmark.busy_hall import busy_hall
from kiosk.operation.benchmark.figures import LoadFigures, figures, spread
from kiosk.operation.benchmark.hall_load import HallUnderLoad
from kiosk.operation.benchmark.side_by_side import Load, in_turns
from tests.benchmarks.hall_process import under_load
from tests.hall.one_hall import OneHall


@contextmanager
def process(*words: str) -> Iterator[int]:
    """Its port; it ends with its standard input."""
    with subprocess.Popen(
        [sys.executable, "-m", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield int(child.stdout.readline())
        finally:
            child.stdin.close()
            child.wait(15)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HallUnderLoad]:
    with process("tests.benchmarks.hall_process", str(tmp_path_factory.mktemp("hall"))) as port:
        yield under_load(port)


def fine(measured: LoadFigures) -> None:
    assert measured.done > 0
    assert (measured.twice, measured.failed) == (0, 0)
    assert 0 < measured.times.p50 <= measured.times.p95 <= measured.times.p99 <= measured.times.worst


@pytest.mark.parametrize("clients", [1, 8, 32])
def test_under_load_no_number_is_given_twice_and_none_is_refused(hall: HallUnderLoad, clients: int) -> None:
    fine(hall_load.issue_numbers(hall, clients, 0.3, f"a{clients:x}"))


def test_under_load_nobody_is_called_to_two_counters(hall: HallUnderLoad) -> None:
    hall_load.fill(hall, 400, "f1")
    fine(hall_load.make_calls(hall, 8, 0.3, "c1"))


def test_an_empty_post_and_a_bare_commit_are_there_to_compare_with(tmp_path: Path) -> None:
    with process("kiosk.operation.benchmark.empty_post") as port:
        posts = yardsticks.EmptyPosts()
        took = in_turns([Load(port, posts.ask, posts.take)], 8, 0.2)
        fine(figures(8, posts.times, took[0]))
    fine(yardsticks.bare_commits(tmp_path, 0.2))
    assert list(tmp_path.iterdir()) == []


def test_figures_count_what_happened() -> None:
    assert figures(1, [0.001] * 98 + [0.5, 1.0], 2.0, 3, 4) == LoadFigures(
        1, 100, 2.0, 50.0, spread([0.001] * 98 + [0.5, 1.0]), 3, 4
    )
    assert (spread([0.001] * 98 + [0.5, 1.0]).p95, spread([0.001] * 98 + [0.5, 1.0]).worst) == (1.0, 1000.0)


def test_the_enlarged_hall_is_one_that_could_be_published() -> None:
    assert [change.kind for change in busy_hall()] == ["hall_settings", "catalogue", "evaluation_reasons"]


def test_a_choice_among_twenty_thousand_looks_at_the_heads_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flat over the day: what is compared is one person a queue and group, however many stand behind them."""
    compared: list[int] = []
    rule = next_ticket

    def counted(heads: Iterator[Waiting], *rest: object) -> Choice | None:
        found = list(heads)
        compared.append(len(found))
        return rule(found, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(choosing, "next_ticket", counted)
    hall = OneHall(large())
    hall.sign_in("1", "9001")
    for number in range(20_000):
        hall.take(f"t-{number}")
    for _ in range(50):
        hall.call("1")
        hall.finish("1")
    assert max(compared) == 1
    assert len(hall.state.line("social", next(iter(hall.state.tickets.values())).group).confirmed) == 19_950


def large() -> Rules:
    settings, catalogue, reasons = (dict(change.body or {}) for change in busy_hall())
    return rules_of("hall-1", hall_settings_from(settings), catalogue_from(catalogue), evaluation_reasons_from(reasons))
