"""The short form of `make failover`: the first node is killed in mid-load, the second serves, the first comes back."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.proof.arguments import workplace
from tests.proof.failover.agreeing import agreed
from tests.proof.failover.machines import everybody
from tests.proof.failover.nodes import TwoNodes
from tests.proof.failover.rounds import kill_and_come_back

FAILOVER_S = 1


@pytest.mark.timeout(170)
def test_a_hall_goes_on_when_its_first_node_is_killed_and_when_it_comes_back() -> None:
    with workplace("failover") as where, closing(TwoNodes(where, FAILOVER_S)) as nodes:
        nodes.start()
        with closing(everybody(nodes, where, terminals=3, boards=3)) as hall:
            hall.work()
            gap = kill_and_come_back(nodes, hall, load_s=1.5)
            found = agreed(nodes, hall)
            assert found.wrong == []
            assert found.of_second > 0
            assert found.tickets > found.of_second
            assert gap.number < 40
