"""One server with its own data: made, started, stopped. It dies with the process that started it.

`folder` belongs to the server's user and holds `data/`, the settings and the server's log; the passwords lie where the
caller says. Every failure is a `ClusterProblem` with the server's own words, which name paths and no person.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from psycopg import pq

from kiosk.operation.kept_port import kept_port
from kiosk.operation.postgres.owner import Owner
from kiosk.operation.postgres.programs import Programs
from kiosk.operation.postgres.running import keep, run
from kiosk.operation.postgres.settings import ACCESS, SETTINGS, settings_text

ADMINISTRATOR = "postgres"
START_S = 60.0
STOP_S = 30.0
_LOOK_S = 0.02
_LONGEST_SOCKET = 90  # a socket's whole path has 107 characters


class ClusterFailure(StrEnum):
    NOT_MADE = "cluster_not_made"
    NOT_STARTED = "cluster_not_started"
    NOT_PREPARED = "cluster_not_prepared"
    NOT_COPIED = "cluster_not_copied"


@dataclass(frozen=True, slots=True)
class ClusterProblem:
    failure: ClusterFailure
    words: str  # the program's own, for a technician at the keyboard


@dataclass
class Cluster:
    """`more` overrides single settings. One object, one thread: the server dies with the thread that started it."""

    folder: Path
    programs: Programs
    owner: Owner
    password: str = field(repr=False)  # the administrator's
    more: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    _server: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def unfinished(self) -> Path:
        """Where data are made; one kill later nobody takes half of them for whole."""
        return self.folder / "unfinished"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def pid(self) -> int:
        return 0 if self._server is None else self._server.pid

    def is_made(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def is_running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def address(self, user: str = ADMINISTRATOR, database: str = "postgres") -> str:
        """A connection string without a password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def make(self) -> ClusterProblem | None:
        """`initdb`: UTF-8, sorted by code points so that no system's upgrade changes the order, with checksums."""
        self.make_folder()
        shutil.rmtree(self.unfinished, ignore_errors=True)
        word = self.folder / f".{secrets.token_hex(8)}"
        write_for(self.owner, word, self.password)
        command = [self.programs.path("initdb"), "-D", str(self.unfinished), "-U", ADMINISTRATOR, f"--pwfile={word}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--data-checksums", "--no-instructions"]
        try:
            wrong = run(self.owner, command)
        finally:
            word.unlink(missing_ok=True)
        if wrong:
            return ClusterProblem(ClusterFailure.NOT_MADE, wrong)
        self.write_files()
        self.unfinished.rename(self.data)
        return None

    def make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.owner.take(self.folder)

    def write_files(self) -> None:
        """Lets `postgresql.conf` take in our settings, which are written at each start."""
        write_for(self.owner, self.unfinished / "pg_hba.conf", ACCESS)
        main = self.unfinished / "postgresql.conf"
        if SETTINGS not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as file:
                file.write(f"\ninclude = '{SETTINGS}'\n")

    def start(self, limit_s: float = START_S) -> ClusterProblem | None:
        """Starts the server and waits until it answers. `port` 0 takes a free one and keeps it."""
        if not self.port:
            self.port = kept_port()
        self._write_settings()
        self.log.touch(mode=0o600)
        command = [self.programs.path("postgres"), "-D", str(self.data)]
        self._server = keep(self.owner, command, self.log)
        return self._wait(limit_s)

    def stop(self, how: signal.Signals = signal.SIGINT, limit_s: float = STOP_S) -> None:
        """SIGINT: open transactions are given up, all is written; SIGQUIT: as a crash, repaired at the next start."""
        if self._server is None:
            return
        self._server.send_signal(how)
        try:
            self._server.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
        self._server = None

    def kill(self) -> None:
        """As a power cut of the server alone: every process of it at once."""
        if self._server is not None:
            with suppress(ProcessLookupError):  # it ended by itself, and was waited for
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait(STOP_S)
            self._server = None

    def last_words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:].strip() if self.log.exists() else ""

    def _write_settings(self) -> None:
        sockets = str(self.folder) if len(str(self.folder)) <= _LONGEST_SOCKET else ""
        write_for(self.owner, self.data / SETTINGS, settings_text(self.port, sockets, self.more))

    def _wait(self, limit_s: float) -> ClusterProblem | None:
        end = time.monotonic() + limit_s
        asked = f"host=127.0.0.1 port={self.port} connect_timeout=2 dbname=postgres".encode()
        while self.is_running() and time.monotonic() < end:
            if pq.PGconn.ping(asked) == pq.Ping.OK:
                return None
            time.sleep(_LOOK_S)
        words = self.last_words()
        self.kill()
        return ClusterProblem(ClusterFailure.NOT_STARTED, words)


def write_for(owner: Owner, path: Path, text: str) -> None:
    """A file that only the server's user may read, from its first byte on."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    owner.take(path)
