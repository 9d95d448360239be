"""Backups of a running server, checked when they are taken, and servers made from them, up to any moment since."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from kiosk.operation.postgres.archive import ARCHIVES_END, Until, restoring
from kiosk.operation.postgres.cluster import ADMINISTRATOR, Cluster, ClusterFailure, ClusterProblem
from kiosk.operation.postgres.copying import write_passfile
from kiosk.operation.postgres.nodes import Node, connect
from kiosk.operation.postgres.running import run

KEPT = 3
ARCHIVED_S = 60.0
RECOVERED_S = 3600.0
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class Backup:
    """`name` is the moment when it was begun: 20261123T021500Z."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name


def backups(folder: Path) -> list[Backup]:
    """Those that were finished, the oldest first."""
    return [Backup(path) for path in sorted(folder.glob("[0-9]*T*Z")) if (path / "backup_manifest").exists()]


def take_backup(source: Cluster, node: Node, folder: Path) -> Backup | ClusterProblem:
    """Takes one of the server at `node` with `source`'s programs, user and password, and checks every file of it."""
    name = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    part, done = folder / f".{name}", folder / name
    made = [source.programs.path("pg_basebackup"), "-D", str(part), "-h", node.host, "-p", str(node.port)]
    made += ["-U", ADMINISTRATOR, "--wal-method=fetch", "--checkpoint=fast", "--no-password"]
    checked = [source.programs.path("pg_verifybackup"), str(part)]
    extra = {"PGPASSFILE": write_passfile(source)}
    wrong = run(source.owner, made, extra, RECOVERED_S) or run(source.owner, checked, limit_s=RECOVERED_S)
    if wrong:
        shutil.rmtree(part, ignore_errors=True)
        return ClusterProblem(ClusterFailure.NOT_COPIED, wrong)
    part.rename(done)
    return Backup(done)


def forget_old(folder: Path, archive: Path, kept: int = KEPT) -> int:
    """Removes all but the newest backups, and of the archive what only those needed. Answers how many backups went."""
    found = backups(folder)
    old = found[:-kept]
    for one in old:
        shutil.rmtree(one.folder)
    if found[len(old) :]:
        _forget_log(archive, _first_piece(found[len(old)]))
    return len(old)


def restore(backup: Backup, into: Cluster, archive: Path, until: Until = ARCHIVES_END) -> ClusterProblem | None:
    """Data for a cluster that has none, from a backup and the archive up to `until`.

    The server runs when this returns, on a timeline of its own, waiting for no standby.
    """
    into.make_folder()
    shutil.rmtree(into.unfinished, ignore_errors=True)
    shutil.copytree(backup.folder, into.unfinished, symlinks=True)
    for path in (into.unfinished, *into.unfinished.rglob("*")):
        into.owner.take(path)
    for name in ("postgresql.auto.conf", "recovery.signal"):
        (into.unfinished / name).write_text("")
        into.owner.take(into.unfinished / name)
    into.unfinished.rename(into.data)
    into.more = {**into.more, **restoring(archive, until), "synchronous_standby_names": "", "archive_mode": "off"}
    return into.start(RECOVERED_S) or _recovered(into)


def archived_now(node: Node, password: str, point: str) -> bool:
    """Names the present moment, closes the present piece of the log and waits until it is in the archive.

    psycopg.Error as the server says.
    """
    with connect(node, password) as connection:
        connection.execute("select pg_create_restore_point(%s)", (point,))
        row = connection.execute("select pg_walfile_name(pg_switch_wal())").fetchone()
        piece = str(row[0]) if row else ""
        end = time.monotonic() + ARCHIVED_S
        while time.monotonic() < end:
            row = connection.execute("select last_archived_wal from pg_stat_archiver").fetchone()
            if row and row[0] and str(row[0])[8:24] >= piece[8:]:
                return True
            time.sleep(_LOOK_S)
    return False


def _recovered(cluster: Cluster) -> ClusterProblem | None:
    end = time.monotonic() + RECOVERED_S
    me = Node("restored", cluster.port)
    while cluster.is_running() and time.monotonic() < end:
        try:
            with connect(me, cluster.password) as connection:
                row = connection.execute("select pg_is_in_recovery()").fetchone()
            if row == (False,):
                return None
        except psycopg.Error:
            pass
        time.sleep(_LOOK_S)
    return ClusterProblem(ClusterFailure.NOT_STARTED, cluster.last_words())


def _first_piece(backup: Backup) -> str:
    """The first piece of the log that the backup needs, from its label."""
    label = (backup.folder / "backup_label").read_text(encoding="utf-8")
    found = re.search(r"\(file ([0-9A-F]{24})\)", label)
    return found[1] if found else ""


def _forget_log(archive: Path, first: str) -> None:
    """Pieces before `first`, of whatever timeline; what tells one timeline from another is kept for ever."""
    for path in archive.glob("[0-9A-F]*.gz"):
        piece = path.name.partition(".")[0]
        if first and len(piece) == 24 and piece[8:] < first[8:]:
            path.unlink()
