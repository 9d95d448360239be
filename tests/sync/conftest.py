"""An upstream that is served, and a node below it, both closed after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.upstream import Node, Upstream


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    served = Upstream(tmp_path / "hall" / "hall.sqlite")
    yield served
    served.stop()


@pytest.fixture
def node(tmp_path: Path, upstream: Upstream) -> Iterator[Node]:
    started = Node(tmp_path / "terminal" / "terminal.sqlite", upstream.address)
    yield started
    started.stop()
