"""The short form of full disks in `make failover`: the first node gives way, the city hears it, the first returns."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.proof.arguments import workplace
from tests.proof.failover.agreeing import agreed
from tests.proof.failover.full_disk import a_small_disk, fill_and_free
from tests.proof.failover.machines import everybody
from tests.proof.failover.nodes import TwoNodes


@pytest.mark.timeout(170)
def test_a_hall_goes_on_while_its_first_nodes_disk_is_full_and_a_technician_sees_it() -> None:
    with (
        workplace("failover") as where,
        a_small_disk(where) as mounted,
        closing(TwoNodes(where, failover_s=1, beat_s=1)) as nodes,
    ):
        nodes.start_known_to_the_city()
        with closing(everybody(nodes, where, terminals=2, boards=1)) as hall:
            hall.work()
            fill_and_free(nodes, hall, mounted, load_s=0.5)
            found = agreed(nodes, hall)
            assert found.wrong == []
            assert found.tickets > found.of_second > 0
