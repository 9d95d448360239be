"""One server among several: how it starts, as leader or behind one, and when it has to step back.

It never decides that it leads: it leads because its data say so and nobody of a newer timeline answers, and then can
confirm nothing without another server; or because the promoter made it leader while it ran.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.operation.postgres.cluster import Cluster, ClusterProblem
from kiosk.operation.postgres.copying import (
    LONGEST_S,
    copy,
    is_halfway,
    is_standby,
    is_untried,
    put_aside,
    rewind,
    started,
    write_passfile,
)
from kiosk.operation.postgres.deciding import leader_of
from kiosk.operation.postgres.nodes import Node, Seen, conninfo, look, look_at_all
from kiosk.operation.postgres.settings import quoted

REPAIR_S = 20.0  # a standby that follows nobody for so long, though its leader answers, is copied anew


class Standing(StrEnum):
    WELL = "well"
    STOPPED = "stopped"  # the server ended by itself
    SUPERSEDED = "superseded"  # another one leads on a newer timeline
    STRANDED = "stranded"  # it cannot follow its leader


@dataclass
class Member:
    """One server and its peers. `founds`: makes new data when there are none; only before a city's very first start.

    Data are never thrown away, only put aside: they may be all that is left of a city.
    """

    cluster: Cluster
    node: Node
    peers: Sequence[Node]
    founds: bool
    _alone_since: float | None = field(default=None, init=False)

    def start(self) -> ClusterProblem | bool:
        """True when it runs; False when there is nothing to do yet but wait for a leader."""
        self.cluster.more = {**self.cluster.more, **self._settings()}
        leader = leader_of(look_at_all(self.peers, self.cluster.password), self._promised())
        problem = self._placed(leader)
        if problem is not None:
            return problem
        if not self.cluster.is_made() or is_halfway(self.cluster):
            return False
        failed = self.cluster.start(LONGEST_S)
        if failed is None:
            started(self.cluster)
        return failed or True

    def standing(self) -> Standing:
        """To be asked every second or so."""
        if not self.cluster.is_running():
            return Standing.STOPPED
        me = look(self.node, self.cluster.password)
        leader = leader_of(look_at_all(self.peers, self.cluster.password), 0)
        if me is None or leader is None:
            return Standing.WELL
        if me.leads:
            return Standing.SUPERSEDED if leader.timeline > me.timeline else Standing.WELL
        return self._following(me, leader)

    def forget_if(self, standing: Standing) -> None:
        """The stopped data of one that cannot follow are of no use: everything confirmed lies with the leader."""
        if standing is Standing.STRANDED:
            put_aside(self.cluster)

    def _following(self, me: Seen, leader: Seen) -> Standing:
        if me.receiving or leader.timeline < me.epoch or leader.system != me.system:
            self._alone_since = None
            return Standing.WELL
        now = time.monotonic()
        self._alone_since = self._alone_since or now
        return Standing.STRANDED if now - self._alone_since > REPAIR_S else Standing.WELL

    def _placed(self, leader: Seen | None) -> ClusterProblem | None:
        """Its data brought into the state to start from."""
        if leader is None:
            return self.cluster.make() if self.founds and not self.cluster.is_made() else None
        problem = self._behind(leader)
        if problem is None:
            self._write_promise(leader)
        return problem

    def _behind(self, leader: Seen) -> ClusterProblem | None:
        whole = self.cluster.is_made() and not is_halfway(self.cluster) and not is_untried(self.cluster)
        if whole and (is_standby(self.cluster) or rewind(self.cluster, leader.node) is None):
            return None
        return copy(self.cluster, leader.node)

    def _write_promise(self, leader: Seen) -> None:
        """As ALTER SYSTEM would, while the server does not run."""
        values = {
            "hall_kiosk.epoch": str(leader.timeline),
            "hall_kiosk.followed": str(leader.timeline),
            "primary_conninfo": conninfo(self.node, leader.node, write_passfile(self.cluster)),
        }
        words = "".join(f"{name} = {quoted(value)}\n" for name, value in values.items())
        (self.cluster.data / "postgresql.auto.conf").write_text(words, encoding="utf-8")

    def _promised(self) -> int:
        """The epoch that it keeps beside its data; 0 when it has none."""
        path = self.cluster.data / "postgresql.auto.conf"
        found = re.findall(r"hall_kiosk\.epoch = '(\d+)'", path.read_text()) if path.exists() else []
        return int(found[-1]) if found else 0

    def _settings(self) -> dict[str, str]:
        names = ", ".join(sorted(one.name for one in (self.node, *self.peers)))
        return {
            "synchronous_standby_names": f"ANY 1 ({names})" if self.peers else "",
            "hall_kiosk.epoch": "0",
            "hall_kiosk.followed": "0",
        }
