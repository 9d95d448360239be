"""The short form of `make city-failover`."""

from __future__ import annotations

import random

import pytest

from kiosk.operation.postgres.programs import find_programs
from tests.city.conftest import server
from tests.city.grounds import Server
from tests.proof.city_failover.losing import LosingCity, Way
from tests.proof.city_failover.open_transaction import skipped

__all__ = ["server"]


@pytest.mark.timeout(240)
def test_a_leader_lost_under_load_loses_nothing_and_the_clients_go_on_by_themselves() -> None:
    if find_programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian's package postgresql)")
    with LosingCity(2) as city:
        for chance in (random.Random(1), random.Random(2)):  # the second time a leader of a moment ago is rewound to
            city.lose(chance, [Way.KILLED])
            city.settled()
        assert city.agree(everywhere=False) == []


def test_a_feed_misses_nothing_while_a_transaction_that_began_first_commits_last(server: Server) -> None:
    assert skipped(server.ground().place, 3) == []
