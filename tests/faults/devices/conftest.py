"""The same stage as the drivers' own tests have, and a watch over devices for those that stand on none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.operation.supervisor import Supervisor
from tests.drivers.conftest import stage

__all__ = ["stage"]


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    yield supervisor
    assert supervisor.close() == ()
