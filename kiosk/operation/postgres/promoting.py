"""Watches the servers and makes a standby the leader when the leader is lost. Only one promoter runs for a city.

It holds nothing in memory: what was begun is read from the servers, so one that is started again goes on in the middle.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import psycopg

from kiosk.operation.postgres.deciding import Decision, Fence, Follow, Promote, Waiting, decide
from kiosk.operation.postgres.nodes import Node, connect, fence, follow, look_at_all
from kiosk.ports.log import Log

PATIENCE_S = 1.0  # a leader that does not answer for so long is lost
LOOK_S = 0.25
PROMOTE_S = 30


class Promoter:
    """`passfile`: where each server reads the administrator's password, by the server's name."""

    def __init__(
        self,
        nodes: Sequence[Node],
        password: str,
        passfile: dict[str, str],
        log: Log,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._nodes = nodes
        self._password = password
        self._passfile = passfile
        self._log = log
        self._patience_s = patience_s
        self._lost_since: float | None = None
        self._told: Waiting | None = None

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.turn()
            stop.wait(LOOK_S)

    def turn(self) -> Decision:
        """Looks once and does what is to be done; a server that stops answering in between is for the next turn."""
        decision = decide(look_at_all(self._nodes, self._password), len(self._nodes))
        try:
            if isinstance(decision, Follow):
                self._found(decision)
            elif self._is_lost_for_long():
                self._replace(decision)
        except psycopg.Error:
            return decision
        return decision

    def _is_lost_for_long(self) -> bool:
        now = time.monotonic()
        if self._lost_since is None:
            self._lost_since = now
        return now - self._lost_since >= self._patience_s

    def _found(self, decision: Follow) -> None:
        self._lost_since = self._told = None
        for one in decision.others:
            follow(one.node, decision.leader, self._password, self._passfile[one.node.name])
            self._log.event("city_server_follows", node=one.node.name, leader=decision.leader.node.name)

    def _replace(self, decision: Decision) -> None:
        match decision:
            case Waiting() if decision is not self._told:
                self._told = decision
                self._log.event("city_server_leader_lost", reason=decision.value)
            case Fence(others, epoch):
                for one in others:
                    fence(one, epoch, self._password)
                self.turn_again()
            case Promote(node):
                self._promote(node)

    def turn_again(self) -> None:
        """At once: all have to be seen again after a fence, for one may have received more until then."""
        again = decide(look_at_all(self._nodes, self._password), len(self._nodes))
        if isinstance(again, Promote):
            self._promote(again.node)

    def _promote(self, node: Node) -> None:
        with connect(node, self._password) as connection:
            connection.execute("set statement_timeout = 0")
            connection.execute("select pg_promote(true, %s)", (PROMOTE_S,))
        self._log.event("city_server_promoted", node=node.name)
