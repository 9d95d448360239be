"""The servers of one city as each can be seen by asking it: who leads, who follows whom, how far everybody is.

Two numbers of ours are kept by every server beside its data, by ALTER SYSTEM, so that they outlive it: `followed` is
the timeline of the leader it follows or followed last, `epoch` the lowest timeline that it will ever follow again.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg

from kiosk.operation.postgres.cluster import ADMINISTRATOR

LOOK_S = 2
_ASKED = """
select pg_is_in_recovery(),
  case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_flush_lsn() end - '0/0'::pg_lsn,
  case when pg_is_in_recovery() then '0' else substring(pg_walfile_name(pg_current_wal_lsn()) for 8) end,
  exists (select 1 from pg_stat_wal_receiver where pid is not null),
  current_setting('primary_conninfo'),
  current_setting('hall_kiosk.followed')::int, current_setting('hall_kiosk.epoch')::int,
  coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0),
  (select system_identifier from pg_control_system())
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One server's name, which its leader knows it by, and where it listens."""

    name: str
    port: int
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server said. `lsn` is the last byte of the log that it has on its disk; `timeline` only a leader's."""

    node: Node
    leads: bool
    lsn: int
    timeline: int = 0
    receiving: bool = False
    follows: int = 0  # the leader's port; 0 for nobody
    followed: int = 0
    epoch: int = 0
    system: int = 0  # what `initdb` named the data: copies of one another have the same

    @property
    def is_fenced(self) -> bool:
        """It confirms nobody's commits, and will not again to a leader of a timeline before `epoch`."""
        return not self.leads and not self.follows and self.epoch > self.followed


def connect(node: Node, password: str, database: str = "postgres") -> psycopg.Connection[Any]:
    """As the administrator, waiting for no standby: what is done here concerns one server alone."""
    return psycopg.connect(
        host=node.host,
        port=node.port,
        user=ADMINISTRATOR,
        password=password,
        dbname=database,
        autocommit=True,
        connect_timeout=LOOK_S,
        options="-c synchronous_commit=local -c statement_timeout=5000",
    )


def look(node: Node, password: str) -> Seen | None:
    """None when it does not answer."""
    try:
        with connect(node, password) as connection:
            row = connection.execute(_ASKED).fetchone()
    except psycopg.Error:
        return None
    return _seen(node, row) if row else None


def look_at_all(nodes: Sequence[Node], password: str) -> list[Seen]:
    """Those that answer, all asked at once: one that hangs must not hold up the look at the others."""
    if not nodes:
        return []
    with ThreadPoolExecutor(len(nodes)) as asking:
        return [one for one in asking.map(lambda node: look(node, password), nodes) if one is not None]


def follow(node: Node, leader: Seen, password: str, passfile: str) -> None:
    """From now on it follows this leader and none of an earlier timeline. psycopg.Error when it does not answer."""
    _set(node, password, leader.timeline, leader.timeline, conninfo(node, leader.node, passfile))


def fence(seen: Seen, epoch: int, password: str) -> None:
    """It confirms nothing more to whom it follows. Kept through a restart."""
    _set(seen.node, password, seen.followed, epoch, "")


def conninfo(node: Node, leader: Node, passfile: str) -> str:
    return (
        f"host={leader.host} port={leader.port} user={ADMINISTRATOR} passfile={passfile} "
        f"application_name={node.name} connect_timeout={LOOK_S}"
    )


def _set(node: Node, password: str, followed: int, epoch: int, leader: str) -> None:
    with connect(node, password) as connection:
        for name, value in (
            ("hall_kiosk.epoch", str(epoch)),
            ("primary_conninfo", leader),
            ("hall_kiosk.followed", str(followed)),
        ):
            quoted = value.replace("'", "''")
            connection.execute(f"alter system set {name} = '{quoted}'")
        connection.execute("select pg_reload_conf()")


def _seen(node: Node, row: Sequence[Any]) -> Seen:
    recovering, lsn, timeline, receiving, leader, followed, epoch, replayed, system = row
    return Seen(
        node,
        not recovering,
        int(max(lsn or 0, replayed)),
        int(timeline, 16),
        bool(receiving),
        port_in(leader),
        followed,
        epoch,
        system,
    )


def port_in(leader: str) -> int:
    """The port in a connection string of ours; 0 for none."""
    with suppress(psycopg.ProgrammingError):
        return int(psycopg.conninfo.conninfo_to_dict(leader).get("port") or 0)
    return 0
