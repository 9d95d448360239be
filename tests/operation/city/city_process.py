"""`main.py city …` as a process with everything that it starts, as a test needs it: looked at, killed, ended."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import requests
from sqlalchemy import Connection

from kiosk.city.database import Database, open_database
from kiosk.city.postgres_place import PostgresPlace
from kiosk.city.publishing import publish
from kiosk.domain.events import Event
from kiosk.operation.city.own_server import own_servers
from kiosk.operation.process import read_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import read_token
from kiosk.ports.ledger import Owed
from kiosk.sync.batches import written
from kiosk.sync.client import Limits, SyncClient, Unreached
from kiosk.sync.contract import BatchAnswer
from tests.city.running import HALL, Hall
from tests.sync.upstream import until

MAIN = Path(__file__).resolve().parents[3] / "main.py"
LIMIT_S = 60.0
NOTICE = "notice"  # a kind of publication that this version does not know is kept and handed on


def _publish(connection: Connection, notice: str, version: str) -> int:
    return publish(connection, HALL, NOTICE, notice, version, {"word": notice}, "staff")


class ReadingHall(Hall):
    def notices(self) -> list[str]:
        """What it knows of them after it has read its feed."""
        for _ in range(3):
            until(self._has_read, LIMIT_S)
        return [change.key for change in self.cache.after(0, 500) if change.kind == NOTICE]


    def _has_read(self) -> bool:
        """A page, or that a new reading begins; a city that is busy is asked again."""
        self.downlink.turn()
        return bool(self.downlink.reached) and self.cache.feed().complete


class CityProcess:
    """`main.py city …` on a state folder of its own, which the server's user may pass."""

    def __init__(self, *arguments: str, state: Path | None = None) -> None:
        self.folder = state or Path(tempfile.mkdtemp(prefix="hall-kiosk-tests-"))
        self.folder.chmod(0o711)
        self.state = StateFolder(self.folder)
        self.arguments = arguments
        self.start()

    def start(self) -> None:
        command = [sys.executable, str(MAIN), "--state", str(self.folder), "city", *self.arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[1].decode()
        facts = read_ready(self.state.ready("city"))
        return facts is not None and facts["pid"] == self.process.pid

    def is_whole(self) -> bool:
        """Every process of it runs and serves; what was killed just now is there again."""
        return self.is_ready() and self.pid("city-server-1") != 0 and self.serves()

    @property
    def address(self) -> str:
        facts = read_ready(self.state.ready("city"))
        assert facts is not None
        return f"http://127.0.0.1:{facts['port']}"

    def health(self) -> dict[str, object]:
        """Empty when the one who took the question died over it; nodes ask again."""
        try:
            return dict(requests.get(f"{self.address}/v1/health", timeout=10).json())
        except requests.RequestException:
            return {}

    def published_keys(self) -> object:
        """What only this city's database knows; nothing while it cannot tell."""
        token = read_token(self.state.tokens, "hall", HALL)
        client = SyncClient(lambda: self.address, str(token), Limits(10, 10, 20))
        page = client.changes(0, "")
        client.close()
        return [] if isinstance(page, Unreached) else [one.body for one in page.changes if one.kind == "match_key"]

    def send(self, events: tuple[Event, ...], first: int = 1) -> None:
        """As the hall of this city: again until it is taken."""
        client = SyncClient(lambda: self.address, str(read_token(self.state.tokens, "hall", HALL)), Limits(10, 10, 20))
        body = written(HALL, Owed("epoch", first, events)).body
        end = time.monotonic() + LIMIT_S
        while isinstance(answer := client.send(body), Unreached) and time.monotonic() < end:
            time.sleep(0.05)
        client.close()
        assert isinstance(answer, BatchAnswer) and answer.acknowledged == first + len(events) - 1, answer

    def hall(self, path: Path) -> ReadingHall:
        """A hall of this city, with a real book and real lines."""
        return ReadingHall(path, self, str(read_token(self.state.tokens, "hall", HALL)))

    def publish(self, notice: str, times: int) -> None:
        """Into the hall's feed, in the city's own database; each time is a number of the feed."""
        own = own_servers(self.state, 1)
        database = open_database(PostgresPlace(own.url, own.password_file))
        assert isinstance(database, Database), database
        for number in range(times):
            database.write(partial(_publish, notice=notice, version=f"{notice}-{number}"))
        database.close()

    def labels(self) -> list[str]:
        headers = {"Authorization": f"Bearer {read_token(self.state.tokens, 'city-staff', 'records')}"}
        rows = requests.get(f"{self.address}/v1/halls/{HALL}/tickets", headers=headers, timeout=10).json()["rows"]
        return [row["label"] for row in rows]

    def backup(self, *arguments: str, code: int = 0) -> str:
        command = [sys.executable, str(MAIN), "--state", str(self.folder), "city-backup", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def serves(self) -> bool:
        return self.health().get("halls") == [HALL]

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def running(self, words: str) -> list[psutil.Process]:
        """Its processes whose command holds these words; what has just ended is none."""
        found = []
        for child in self.descendants():
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if words in " ".join(child.cmdline()):
                    found.append(child)
        return found

    def pid(self, name: str) -> int:
        facts = read_ready(self.state.ready(name))
        return int(facts["pid"]) if facts else 0

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(by)
        self.process.communicate(timeout=LIMIT_S)

    def close(self) -> None:
        """Ended as a person ends it, so that its servers leave nothing in /dev/shm; what does not end is killed."""
        children = self.descendants() if self.process.poll() is None else []
        try:
            self.end()
        except subprocess.TimeoutExpired:
            self.end(signal.SIGKILL)
        psutil.wait_procs(children, LIMIT_S)
        shutil.rmtree(self.folder, ignore_errors=True)
