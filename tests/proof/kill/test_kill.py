"""The short form of `make kill`: every role dies, some at named instants; all agree afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.arguments import workplace
from tests.proof.kill.agreeing import agreed
from tests.proof.kill.killing import killing

KILLS = 14
SEED = 20261123


@pytest.mark.timeout(170)
def test_whoever_is_killed_papers_books_and_city_agree() -> None:
    with workplace("kill") as where, killing(Path(where) / "state", SEED) as work:
        for _ in range(KILLS):
            work.round()
        found = agreed(work)
        assert found.wrong == []
        assert sum(work.kills.values()) == KILLS
        assert found.tickets > KILLS // 3
