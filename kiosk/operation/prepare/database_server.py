"""The package of the database's server: for the tests and for a city that runs one of its own, never for `make run`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.operation.prepare.debian import Package

SERVERS = Path("/usr/lib/postgresql")
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/hall-kiosk.conf")

FOR_TESTS = Package("postgresql", "the city on a real database server", "never")
FOR_A_CITY = Package("postgresql", "the city's database server", "always")


def server_packages(wanted: Package, servers: Path = SERVERS) -> tuple[Package, ...]:
    """What is missing for a server; nothing where one of any version is installed, from wherever it came."""
    return () if any(servers.glob("[0-9]*/bin/postgres")) else (wanted,)


@contextmanager
def without_a_cluster_of_debians(prefix: list[str], place: Path = NO_CLUSTER) -> Iterator[None]:
    """While the package is installed: Debian would make and start a server that nobody here asked for."""
    words = "create_main_cluster = false\n"
    made = _as_root([*prefix, "mkdir", "-p", str(place.parent)]) and _as_root([*prefix, "tee", str(place)], words)
    try:
        yield
    finally:
        if made:
            _as_root([*prefix, "rm", "-f", str(place)])


def _as_root(command: list[str], words: str = "") -> bool:
    return subprocess.run(command, input=words, text=True, capture_output=True, check=False).returncode == 0
