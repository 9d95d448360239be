"""Every page is drawn off-screen by the software renderer, and every window ends on the thread that made it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

import pytest


@pytest.fixture(scope="session", autouse=True)
def what_stands_already_is_not_looked_through() -> None:
    """So that the collection after each test costs a few milliseconds."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def windows_end_on_qts_thread(what_stands_already_is_not_looked_through: None) -> Iterator[None]:
    """A window that hangs in a circle is freed by whichever thread allocates next, and Qt dies of that. In the product
    `screens/collecting.py` keeps the collector on Qt's thread."""
    yield
    gc.collect()
