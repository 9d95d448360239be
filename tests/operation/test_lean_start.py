"""A process that is ready holds what it works with, and not what its start needed."""

from __future__ import annotations

import gc
import linecache
from collections.abc import Iterator

import pytest

from kiosk.operation.lean_start import give_back


@pytest.fixture
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_source_text_that_was_read_at_the_start_is_not_kept(unfrozen: None) -> None:
    assert linecache.getlines(__file__)
    give_back()
    assert __file__ not in linecache.cache
    assert linecache.getlines(__file__), "a trace can still be told afterwards"


def test_what_the_start_left_in_cycles_is_gone(unfrozen: None) -> None:
    class Leaf:
        gone = False

        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            Leaf.gone = True

    Leaf()
    give_back()
    assert Leaf.gone
