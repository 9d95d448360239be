"""A city and a hall below it, ended after the test; each test of a city runs on a file and on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.operation.postgres.programs import find_programs
from tests.city.grounds import FileGround, Ground, Server, ServerGround
from tests.city.house import (
    any_house,
    file_place,
    house,
    house_on_a_file,
    house_on_a_server,
    migrated,
    server_house,
)
from tests.city.running import City, Hall

__all__ = [
    "any_house",
    "file_place",
    "house",
    "house_on_a_file",
    "house_on_a_server",
    "migrated",
    "server_house",
]
from tests.sync.upstream import Upstream


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    started = Server(programs)
    yield started
    started.close()


@pytest.fixture
def database_of_a_server(server: Server) -> Iterator[ServerGround]:
    """A database of its own with the city's tables, for tests of what only a server does."""
    ground = server.ground()
    yield ground
    ground.drop()


@pytest.fixture(params=["file", "server"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """What the city of this test stands on."""
    if request.param == "file":
        return FileGround(tmp_path / "city")
    found: ServerGround = request.getfixturevalue("database_of_a_server")
    return found


@pytest.fixture
def city(ground: Ground) -> Iterator[City]:
    served = City(ground.place)
    yield served
    served.stop()
    assert served.ended == [None]


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """An upstream that knows nothing of held feeds."""
    served = Upstream(tmp_path / "upstream" / "hall.sqlite")
    yield served
    served.stop()


@pytest.fixture
def hall(tmp_path: Path, city: City) -> Iterator[Hall]:
    started = Hall(tmp_path / "hall" / "hall.sqlite", city)
    yield started
    started.stop()
