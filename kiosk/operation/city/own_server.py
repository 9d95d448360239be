"""A PostgreSQL server of the city's own, in its state folder: made at the first start, a process beside the workers.

Its port is chosen once and kept, so that workers, backups and standbys find it again.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.launcher import Child
from kiosk.operation.postgres.cluster import Cluster, ClusterFailure, ClusterProblem, free_port
from kiosk.operation.postgres.owner import Owner, server_owner
from kiosk.operation.postgres.preparing import administrator, ensure_database, ensure_user
from kiosk.operation.postgres.programs import find_programs
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import write_privately

NAME = "hall_kiosk"  # of the city's user and of its database
PROCESS = "city-server"
OF_ROOT = Path("/var/lib/hall-kiosk")  # the server's user cannot reach into root's own folders
NOT_INSTALLED = "no PostgreSQL server (14 or later) is installed; make city-postgres installs Debian's"


@dataclass(frozen=True, slots=True)
class OwnServer:
    """Where it is; the password is in its file."""

    folder: Path
    port: int
    password_file: Path

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@127.0.0.1:{self.port}/{NAME}"

    def child(self, me: tuple[str, ...]) -> Child:
        return Child(PROCESS, (*me, "--own-server", str(self.port)))


def own_server(start: Start) -> OwnServer:
    """Its place, with the port that it has or will have."""
    state = start.state.make()
    kept = state.data("city") / "server-port"
    port = int(kept.read_text()) if kept.exists() else free_port()
    if not kept.exists():
        write_privately(kept, str(port))
    return OwnServer(cluster_folder(state, server_owner()), port, state.secrets / "city-database")


def cluster_folder(state: StateFolder, owner: Owner) -> Path:
    """In the state folder; for root, where an ordinary user can reach it."""
    if owner.reaches(state.root):
        return state.root / "city-server"
    mark = hashlib.sha256(str(state.root).encode()).hexdigest()[:12]
    OF_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
    return OF_ROOT / mark


def run_own_server(start: Start) -> int:
    """The process that the server lives and dies with."""
    return start.as_process(PROCESS, lambda process: _live(start, process))


def _live(start: Start, process: Process) -> int:
    programs = find_programs()
    if programs is None:
        print(NOT_INSTALLED, file=sys.stderr)
        return ExitCode.NOT_YET
    own = own_server(start)
    cluster = Cluster(own.folder, programs, server_owner(), _word(start.state.secrets / "city-server"), port=own.port)
    problem = _started(cluster) or _prepared(cluster, own)
    if problem is not None:
        process.log.event("city_server_failed", reason=problem.failure.value)
        print(problem.words, file=sys.stderr)
        cluster.stop()
        return ExitCode.FAILED
    process.log.event("city_server_started", folder=str(own.folder), port_number=own.port)
    process.ready(port=own.port)
    while cluster.is_running() and not process.stop.wait(0.2):
        pass
    asked = process.stop.is_set()
    cluster.stop()
    return ExitCode.GOOD if asked else ExitCode.FAILED


def _started(cluster: Cluster) -> ClusterProblem | None:
    return (None if cluster.is_made() else cluster.make()) or cluster.start()


def _prepared(cluster: Cluster, own: OwnServer) -> ClusterProblem | None:
    try:
        with administrator(cluster) as admin:
            ensure_user(admin, NAME, _word(own.password_file))
            ensure_database(admin, NAME, NAME)
    except psycopg.Error as error:
        return ClusterProblem(ClusterFailure.NOT_PREPARED, str(error))
    return None


def _word(path: Path) -> str:
    """A password that nobody has to know; made at random, readable by its owner only."""
    if not path.exists():
        write_privately(path, secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8").strip()
