"""A city and a hall below it, ended after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.city.running import City, Hall


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    served = City(tmp_path / "city" / "city.sqlite")
    yield served
    served.stop()
    assert served.ended == [None]


@pytest.fixture
def hall(tmp_path: Path, city: City) -> Iterator[Hall]:
    started = Hall(tmp_path / "hall" / "hall.sqlite", city)
    yield started
    started.stop()
