"""Three servers for the tests of this folder, settled before each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.operation.postgres.programs import find_programs
from tests.operation.postgres.trio import Trio, thaw


@pytest.fixture(scope="module")
def three() -> Iterator[Trio]:
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    made = Trio(programs)
    yield made
    made.close()


@pytest.fixture
def trio(three: Trio) -> Trio:
    for member in three.members:
        thaw(member)
    three.settled()
    return three
