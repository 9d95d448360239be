"""The PostgreSQL servers of the city's own, in its state folder: one, or several of which any one may be lost.

Each is a process beside the workers, and so is the promoter that watches over several. Their ports are chosen once and
kept, so that workers, backups and standbys find them again.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.kept_port import kept_port
from kiosk.operation.launcher import Child
from kiosk.operation.postgres.archive import archiving, keep_histories
from kiosk.operation.postgres.cluster import Cluster, ClusterFailure, ClusterProblem
from kiosk.operation.postgres.copying import write_passfile
from kiosk.operation.postgres.joining import Member, Standing
from kiosk.operation.postgres.nodes import Node, connect, look
from kiosk.operation.postgres.owner import Owner, server_owner
from kiosk.operation.postgres.preparing import ensure_database, ensure_user
from kiosk.operation.postgres.programs import Programs, find_programs
from kiosk.operation.postgres.promoting import Promoter
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import write_privately
from kiosk.trust.private_file import write_privately_once

NAME = "hall_kiosk"  # of the city's user and of its database
PROCESS, PROMOTER = "city-server", "city-promoter"
OF_ROOT = Path("/var/lib/hall-kiosk")  # the server's user cannot reach into root's own folders
NOT_INSTALLED = "no PostgreSQL server (14 or later) is installed; make city-postgres installs Debian's"
READY_S = 10.0  # a copy or a repair may take long; whoever waits for this process need not wait for that
_LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class OwnServers:
    """Where they are; the passwords are in their files."""

    folder: Path
    ports: tuple[int, ...]
    state: StateFolder

    @property
    def password_file(self) -> Path:
        return self.state.secrets / "city-database"

    @property
    def founded(self) -> Path:
        """Its presence says that there are data somewhere: a server without any waits for one that has them."""
        return self.state.data("city") / "servers-founded"

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(Node(f"node_{number}", port) for number, port in enumerate(self.ports, 1))

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"postgresql://{NAME}@{hosts}/{NAME}"

    def children(self, me: tuple[str, ...]) -> tuple[Child, ...]:
        count = len(self.ports)
        count_them = ("--own-servers", str(count))
        servers = [
            Child(f"{PROCESS}-{number}", (*me, "--own-server", str(number), *count_them))
            for number in range(1, count + 1)
        ]
        promoter = [Child(PROMOTER, (*me, "--promoter", *count_them))] if count > 1 else []
        return (*servers, *promoter)

    @property
    def archive(self) -> Path:
        return self._of_the_servers("archive")

    @property
    def backups(self) -> Path:
        return self._of_the_servers("backups")

    def cluster(self, number: int, programs: Programs) -> Cluster:
        return self.beside(f"server-{number}", programs, self.ports[number - 1])

    def beside(self, name: str, programs: Programs, port: int) -> Cluster:
        """A server in a folder of this name, with the city's passwords and archive."""
        password = made_word(self.state.secrets / "city-server")
        return Cluster(self.folder / name, programs, server_owner(), password, archiving(self.archive), port)

    def _of_the_servers(self, name: str) -> Path:
        folder, owner = self.folder / name, server_owner()
        folder.mkdir(mode=0o700, exist_ok=True)
        owner.take(folder)
        return folder


def own_servers(state: StateFolder, count: int) -> OwnServers:
    """Their places, with the ports that they have or will have."""
    kept = state.make().data("city") / "server-ports"
    ports = [int(word) for word in kept.read_text().split()] if kept.exists() else []
    if len(ports) < count:
        ports += [kept_port() for _ in range(count - len(ports))]
        write_privately(kept, " ".join(map(str, ports)))
    return OwnServers(servers_folder(state, server_owner()), tuple(ports[:count]), state)


def kept_servers(state: StateFolder) -> OwnServers | None:
    """All that were ever made here; None when there are none."""
    kept = state.data("city") / "server-ports"
    return own_servers(state, len(kept.read_text().split())) if kept.exists() else None


def servers_folder(state: StateFolder, owner: Owner) -> Path:
    """In the state folder; for root, where an ordinary user can reach it."""
    if owner.reaches(state.root):
        folder = state.root / "city-servers"
    else:
        folder = OF_ROOT / hashlib.sha256(str(state.root).encode()).hexdigest()[:12]
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    return folder


def made_word(path: Path) -> str:
    """A password that nobody has to know; made at random, readable by its owner only. The servers and their promoter
    start at once and ask for the same one."""
    write_privately_once(path, secrets.token_urlsafe(24).encode())
    return path.read_text(encoding="utf-8").strip()


def run_own_server(start: Start) -> int:
    """The process that one server lives and dies with."""
    number = start.arguments.own_server
    return start.as_process(f"{PROCESS}-{number}", lambda process: _live(start, process, number))


def run_promoter(start: Start) -> int:
    """The process that makes a standby the leader when the leader is lost."""
    own = own_servers(start.state, start.arguments.own_servers)
    programs = find_programs()
    if programs is None:
        return not_installed()
    clusters = [own.cluster(number, programs) for number in range(1, len(own.ports) + 1)]
    passfiles = {node.name: write_passfile(cluster) for node, cluster in zip(own.nodes, clusters, strict=True)}

    def live(process: Process) -> int:
        process.ready()
        Promoter(own.nodes, clusters[0].password, passfiles, process.log).run(process.stop)
        return ExitCode.GOOD

    return start.as_process(PROMOTER, live)


def _live(start: Start, process: Process, number: int) -> int:
    programs = find_programs()
    if programs is None:
        return not_installed()
    own = own_servers(start.state, start.arguments.own_servers or 1)
    me, cluster = own.nodes[number - 1], own.cluster(number, programs)
    founds = number == 1 and not own.founded.exists()
    member = Member(cluster, me, [node for node in own.nodes if node != me], founds)
    late = threading.Timer(READY_S, process.ready)
    late.start()
    problem = _begun(member, process) or _prepared(member, own, process)
    late.cancel()
    if problem is not None:
        process.log.event("city_server_failed", reason=problem.failure.value)
        print(problem.words, file=sys.stderr)
        cluster.stop()
        return ExitCode.FAILED
    process.log.event("city_server_started", folder=str(cluster.folder), port_number=cluster.port)
    process.ready(port=cluster.port)
    while (standing := member.standing()) is Standing.WELL and not process.stop.wait(_LOOK_S):
        pass
    cluster.stop()
    if process.stop.is_set():
        return ExitCode.GOOD
    process.log.event("city_server_steps_back", node=me.name, reason=standing.value)
    member.forget_if(standing)
    return ExitCode.FAILED  # the launcher starts it again, and it joins whoever leads now


def _begun(member: Member, process: Process) -> ClusterProblem | None:
    told = False
    while not process.stop.is_set():
        begun = member.start()
        if begun is not False:
            return None if begun is True else begun
        if not told:
            process.log.event("city_server_waits", node=member.node.name)
            told = True
        process.stop.wait(_LOOK_S)
    return None


def _prepared(member: Member, own: OwnServers, process: Process) -> ClusterProblem | None:
    """The one that leads has the city's user and database, and the archive knows where its timeline came from."""
    if process.stop.is_set():
        return None
    seen = look(member.node, member.cluster.password)
    if seen is None or not seen.leads:
        return None
    try:
        with connect(member.node, member.cluster.password) as admin:
            ensure_user(admin, NAME, made_word(own.password_file))
            ensure_database(admin, NAME, NAME)
        write_privately(own.founded, "")
        keep_histories(member.cluster.data, own.archive, member.cluster.owner)
    except OSError as error:
        return ClusterProblem(ClusterFailure.NOT_PREPARED, str(error))
    except psycopg.Error as error:
        return ClusterProblem(ClusterFailure.NOT_PREPARED, str(error))
    return None


def not_installed() -> int:
    print(NOT_INSTALLED, file=sys.stderr)
    return ExitCode.NOT_YET
