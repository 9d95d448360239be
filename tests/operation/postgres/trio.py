"""Three real servers of one city on loopback, as a test needs them: killed, frozen, started again."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from kiosk.city.postgres_place import PostgresPlace
from kiosk.operation.kept_port import kept_port
from kiosk.operation.postgres.cluster import Cluster
from kiosk.operation.postgres.copying import write_passfile
from kiosk.operation.postgres.deciding import Decision, Follow
from kiosk.operation.postgres.joining import Member
from kiosk.operation.postgres.nodes import Node, Seen, connect, look, look_at_all
from kiosk.operation.postgres.owner import server_owner
from kiosk.operation.postgres.preparing import ensure_database, ensure_user
from kiosk.operation.postgres.programs import Programs
from kiosk.operation.postgres.promoting import Promoter
from kiosk.operation.tokens import write_privately
from tests.city.grounds import IN_ITS_FOLDER
from tests.sync.upstream import Noted

USER = "hall_kiosk"
WORD = "word: of\\the 'tests'"
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "wal_receiver_timeout": "2s",
    **IN_ITS_FOLDER,
}
LIMIT_S = 60.0


class Trio:
    """All is done by the thread of the test: a turn of the promoter when it says so."""

    def __init__(self, programs: Programs) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hall-kiosk-tests-"))
        self.folder.chmod(0o711)
        self.nodes = [Node(f"node_{number}", kept_port()) for number in (1, 2, 3)]
        self.members = [self._member(programs, node) for node in self.nodes]
        self.password_file = self.folder / "password"
        write_privately(self.password_file, WORD)
        passfiles = {member.node.name: write_passfile(member.cluster) for member in self.members}
        self.log = Noted()
        self.promoter = Promoter(self.nodes, WORD, passfiles, self.log, patience_s=0.2)
        for member in self.members:
            assert member.start() is True
        with connect(self.nodes[0], WORD) as admin:
            ensure_user(admin, USER, WORD)
            ensure_database(admin, "city", USER)
        self.settled()

    @property
    def place(self) -> PostgresPlace:
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return PostgresPlace(f"postgresql://{USER}@{hosts}/city", self.password_file, connections=6, connect_s=2)

    def seen(self) -> dict[str, Seen]:
        return {one.node.name: one for one in look_at_all(self.nodes, WORD)}

    def leader(self) -> Member:
        leaders = [one for one in self.seen().values() if one.leads]
        newest = max(leaders, key=lambda one: one.timeline)
        return self.member(newest.node.name)

    def standbys(self) -> list[Member]:
        leader = self.leader()
        return [member for member in self.members if member is not leader]

    def member(self, name: str) -> Member:
        return next(member for member in self.members if member.node.name == name)

    def settled(self) -> Member:
        """Everybody runs and follows one leader; answers it."""
        for member in self.members:
            if not member.cluster.is_running():
                assert member.start() is True
        end = time.monotonic() + LIMIT_S
        while not self._is_settled():
            assert time.monotonic() < end, self.seen()
            self.promoter.turn()
            time.sleep(0.02)
        return self.leader()

    def turns(self, until: type[object] | object, limit_s: float = LIMIT_S) -> Decision:
        """Turns of the promoter until it decides so."""
        end = time.monotonic() + limit_s
        while True:
            decision = self.promoter.turn()
            if decision is until or (isinstance(until, type) and isinstance(decision, until)):
                return decision
            assert time.monotonic() < end, (decision, self.seen())
            time.sleep(0.02)

    def replaced(self, old: Member) -> Member:
        """Turns of the promoter until another one leads, and a standby follows it."""
        end = time.monotonic() + LIMIT_S
        while True:
            decision = self.promoter.turn()
            if isinstance(decision, Follow) and decision.leader.node != old.node and not decision.others:
                return self.member(decision.leader.node.name)
            assert time.monotonic() < end, (decision, self.seen())
            time.sleep(0.02)

    def close(self) -> None:
        for member in self.members:
            thaw(member)
            member.cluster.kill()
        shutil.rmtree(self.folder)

    def _is_settled(self) -> bool:
        seen = self.seen()
        leaders = [one for one in seen.values() if one.leads]
        return len(seen) == 3 and len(leaders) == 1 and all(one.leads or one.receiving for one in seen.values())

    def _member(self, programs: Programs, node: Node) -> Member:
        cluster = Cluster(self.folder / node.name, programs, server_owner(), WORD, dict(FAST), node.port)
        peers = [one for one in self.nodes if one != node]
        return Member(cluster, node, peers, founds=node is self.nodes[0])


def freeze(member: Member) -> None:
    """As a machine that hangs: its connections stay, and nobody answers."""
    for process in _processes(member):
        with suppress(psutil.NoSuchProcess):
            process.suspend()


def thaw(member: Member) -> None:
    for process in _processes(member):
        with suppress(psutil.NoSuchProcess):
            process.resume()


def _processes(member: Member) -> list[psutil.Process]:
    try:
        main = psutil.Process(member.cluster.pid) if member.cluster.pid else None
        return [] if main is None else [main, *main.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def answers(member: Member) -> bool:
    return look(member.node, WORD) is not None
