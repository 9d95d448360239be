"""What a city of a test stands on: a file, or a database of a real PostgreSQL server that the tests started."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Protocol

from kiosk.city.database import Database, Place, open_database
from kiosk.city.postgres_place import PostgresPlace
from kiosk.operation.postgres.cluster import Cluster
from kiosk.operation.postgres.owner import server_owner
from kiosk.operation.postgres.preparing import administrator, drop_database, ensure_database, ensure_user
from kiosk.operation.postgres.programs import Programs
from kiosk.operation.tokens import write_privately

USER = "hall_kiosk"
WORD = "word-of-the-tests"
IN_ITS_FOLDER = {"dynamic_shared_memory_type": "mmap"}  # a server that is killed leaves nothing in /dev/shm
FAST = {"fsync": "off", "full_page_writes": "off", "max_connections": "60", "shared_buffers": "32MB", **IN_ITS_FOLDER}
_TEMPLATE = "migrated"


class Ground(Protocol):
    @property
    def place(self) -> Place: ...

    def another(self) -> Ground:
        """An empty one of the same kind."""

    def image(self) -> Ground:
        """A copy as it is now; nobody may use it meanwhile."""


class FileGround:
    def __init__(self, folder: Path, name: str = "city") -> None:
        self._folder = folder
        self.place = folder / f"{name}.sqlite"

    def another(self) -> FileGround:
        return FileGround(self._folder, f"{self.place.stem}-another")

    def image(self) -> FileGround:
        copy = FileGround(self._folder, f"{self.place.stem}-image")
        shutil.copy(self.place, copy.place)
        return copy


class Server:
    """One server for all tests of a process, as an ordinary user on loopback; a database for each test."""

    def __init__(self, programs: Programs, settings: Mapping[str, str] = FAST) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hall-kiosk-tests-"))
        self.folder.chmod(0o711)  # the server's user has to pass
        self.cluster = Cluster(self.folder / "server", programs, server_owner(), WORD, settings)
        self.password_file = self.folder / "password"
        write_privately(self.password_file, WORD)
        self._numbers = count(1)
        for wrong in (self.cluster.make(), self.cluster.start()):
            assert wrong is None, wrong
        self._make_template()

    def ground(self) -> ServerGround:
        return self.database(_TEMPLATE)

    def database(self, template: str) -> ServerGround:
        """A new one, as the template is."""
        name = f"city_{next(self._numbers)}"
        with administrator(self.cluster) as admin:
            ensure_database(admin, name, USER, template)
        return ServerGround(self, name)

    def drop(self, name: str) -> None:
        with administrator(self.cluster) as admin:
            drop_database(admin, name)

    def place_of(self, database: str) -> PostgresPlace:
        return PostgresPlace(self.cluster.address(USER, database), self.password_file)

    def close(self) -> None:
        self.cluster.stop()
        shutil.rmtree(self.folder)

    def _make_template(self) -> None:
        with administrator(self.cluster) as admin:
            ensure_user(admin, USER, WORD)
            ensure_database(admin, _TEMPLATE, USER)
        opened = open_database(self.place_of(_TEMPLATE))
        assert isinstance(opened, Database), opened
        opened.close()


class ServerGround:
    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self.name = name
        self.place = server.place_of(name)
        self._more: list[ServerGround] = []

    def another(self) -> ServerGround:
        return self._kept(self._server.ground())

    def image(self) -> ServerGround:
        return self._kept(self._server.database(self.name))

    def drop(self) -> None:
        for one in (*self._more, self):
            self._server.drop(one.name)

    def _kept(self, ground: ServerGround) -> ServerGround:
        self._more.append(ground)
        return ground
