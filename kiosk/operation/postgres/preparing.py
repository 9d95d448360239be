"""In a running server: the users and databases that a city needs, made once, by the administrator."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from kiosk.operation.postgres.cluster import ADMINISTRATOR, Cluster

CONNECT_S = 10


def administrator(cluster: Cluster, database: str = "postgres") -> psycopg.Connection[Any]:
    """A connection in autocommit that may do everything. psycopg.OperationalError when the server is not there."""
    return psycopg.connect(
        cluster.address(ADMINISTRATOR, database), password=cluster.password, autocommit=True, connect_timeout=CONNECT_S
    )


def ensure_user(admin: psycopg.Connection[Any], name: str, password: str, replicates: bool = False) -> None:
    """A user with this password, new or changed; the password is hashed here and stands in no statement."""
    hashed = admin.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    known = admin.execute("select 1 from pg_roles where rolname = %s", (name,)).fetchone()
    right = sql.SQL("replication" if replicates else "noreplication")
    asked = sql.SQL("alter role {} login {} password {}" if known else "create role {} login {} password {}")
    admin.execute(asked.format(sql.Identifier(name), right, sql.Literal(hashed)))


def ensure_database(admin: psycopg.Connection[Any], name: str, owner: str, template: str = "template0") -> None:
    if admin.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
        return
    asked = sql.SQL("create database {} owner {} template {}")
    admin.execute(asked.format(*map(sql.Identifier, (name, owner, template))))


def drop_database(admin: psycopg.Connection[Any], name: str) -> None:
    """Whoever still uses it is cut off."""
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
