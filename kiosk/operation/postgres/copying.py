"""How a server becomes a copy of another: from nothing by a base backup, or by a rewind of what only it has."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import psycopg

from kiosk.operation.postgres.cluster import ADMINISTRATOR, Cluster, ClusterFailure, ClusterProblem, write_for
from kiosk.operation.postgres.nodes import Node, connect
from kiosk.operation.postgres.running import run

PASSFILE = "passfile"
STANDBY = "standby.signal"
ASIDE = "data-before"
HALFWAY, UNTRIED = "halfway", "untried"  # a rewind under way; one after which nothing has started yet
LONGEST_S = 3600.0


def write_passfile(cluster: Cluster) -> str:
    """Where the cluster's server, and programs run for it, read the administrator's password. Replaced in one step: the
    promoter writes it too, and a server may be reading it."""
    cluster.make_folder()
    path, new = cluster.folder / PASSFILE, cluster.folder / f".{PASSFILE}.{os.getpid()}"
    word = cluster.password.replace("\\", "\\\\").replace(":", "\\:")
    write_for(cluster.owner, new, f"*:*:*:{ADMINISTRATOR}:{word}\n")
    new.replace(path)
    return str(path)


def copy(cluster: Cluster, source: Node) -> ClusterProblem | None:
    """A base backup of a running server into this cluster, whose own data, if any, are put aside."""
    shutil.rmtree(cluster.unfinished, ignore_errors=True)
    command = [cluster.programs.path("pg_basebackup"), "-D", str(cluster.unfinished), *_where(source)]
    command += ["--wal-method=stream", "--checkpoint=fast", "--no-password"]
    problem = _run(cluster, command)
    if problem is None:
        _as_standby(cluster, cluster.unfinished)
        put_aside(cluster)
        cluster.unfinished.rename(cluster.data)
        for mark in (HALFWAY, UNTRIED):
            (cluster.folder / mark).unlink(missing_ok=True)
    return problem


def rewind(cluster: Cluster, source: Node) -> ClusterProblem | None:
    """Takes back what this stopped server has and the leader has not; nobody was ever told that it was stored.

    A leader of a moment ago still has its old timeline in its control file, and a server rewound by that does not start
    (pg_rewind's manual, and fixed in PostgreSQL 16): so the leader writes a checkpoint first.
    """
    with suppress(psycopg.Error), connect(source, cluster.password) as connection:
        connection.execute("set statement_timeout = 0")
        connection.execute("checkpoint")
    server = f"host={source.host} port={source.port} user={ADMINISTRATOR} dbname=postgres"
    command = [cluster.programs.path("pg_rewind"), "-D", str(cluster.data), f"--source-server={server}"]
    (cluster.folder / HALFWAY).touch()
    problem = _run(cluster, command)
    if problem is None:
        _as_standby(cluster, cluster.data)
        (cluster.folder / HALFWAY).rename(cluster.folder / UNTRIED)
    return problem


def is_halfway(cluster: Cluster) -> bool:
    """Whether a rewind was cut off: such data may lead nobody, and have to be copied."""
    return (cluster.folder / HALFWAY).exists()


def is_untried(cluster: Cluster) -> bool:
    """Whether it was rewound and has not started since: should it not have started then, it is copied."""
    return (cluster.folder / UNTRIED).exists()


def started(cluster: Cluster) -> None:
    (cluster.folder / UNTRIED).unlink(missing_ok=True)


def put_aside(cluster: Cluster) -> None:
    """The data that were put aside before go."""
    if cluster.data.exists():
        aside = cluster.folder / ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        cluster.data.rename(aside)


def is_standby(cluster: Cluster) -> bool:
    return (cluster.data / STANDBY).exists()


def _as_standby(cluster: Cluster, data: Path) -> None:
    """The other's own settings came with its files."""
    for path in (data / "postgresql.auto.conf", data / STANDBY):
        path.write_text("", encoding="utf-8")
        path.chmod(0o600)
        cluster.owner.take(path)


def _where(source: Node) -> list[str]:
    return ["-h", source.host, "-p", str(source.port), "-U", ADMINISTRATOR]


def _run(cluster: Cluster, command: list[str]) -> ClusterProblem | None:
    wrong = run(cluster.owner, command, {"PGPASSFILE": write_passfile(cluster)}, LONGEST_S)
    return ClusterProblem(ClusterFailure.NOT_COPIED, wrong) if wrong else None
