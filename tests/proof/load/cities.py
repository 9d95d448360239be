"""A city under load: one node as a process, on a real PostgreSQL server of its own where one is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.city.database import Place
from kiosk.city.postgres_place import PostgresPlace
from kiosk.operation.benchmark.children import Helper
from kiosk.operation.postgres.programs import find_programs
from tests.city.grounds import Server
from tests.proof.load.city_node import prepare
from tests.proof.load.part import Extent, LoadedCity

# The tests' server forgets on a power cut; here a commit costs what it costs in a city.
TRUE = {"fsync": "on", "full_page_writes": "on", "max_connections": "60", "shared_buffers": "128MB"}


@contextmanager
def loaded_city(folder: Path, halls: int, nodes: int, extent: Extent) -> Iterator[LoadedCity]:
    """Served until the end. On a file where no server is installed, and says so."""
    if extent.city is not None:
        yield extent.city
        return
    with _ground(folder, extent) as (place, words):
        prepare(place, halls)
        with Helper("tests.proof.load.city_node", {**_told(place), "halls": halls, "nodes": nodes}) as node:
            yield LoadedCity(int(node.line()), words, place)


@contextmanager
def _ground(folder: Path, extent: Extent) -> Iterator[tuple[Place, str]]:
    programs = find_programs()
    if programs is None:
        yield folder / "city.sqlite", "a file, for want of a server"
        return
    server = extent.server or Server(programs, TRUE)
    try:
        yield server.ground().place, "PostgreSQL"
    finally:
        if server is not extent.server:
            server.close()


def _told(place: Place) -> dict[str, object]:
    """As `city_node.place_of` reads it."""
    if isinstance(place, PostgresPlace):
        return {"url": place.url, "password": str(place.password_file)}
    return {"url": str(place), "password": ""}


def cores() -> int:
    return len(os.sched_getaffinity(0))
