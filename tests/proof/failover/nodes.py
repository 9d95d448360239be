"""A city and a hall's two nodes as real processes with real configurations; each may be killed and started again."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import kiosk.city.server
import kiosk.hall.server
import kiosk.operation.hall_node.standby  # noqa: F401  loaded once, for all children
import main
from kiosk.hall.lan import register_in
from kiosk.operation.city.commands import print_code
from kiosk.operation.clock import SystemClock
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.kept_port import kept_port
from kiosk.operation.process import read_ready
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Holder, Tokens, ensure_tokens
from kiosk.trust.code import Code
from kiosk.trust.enrolling import make_code
from kiosk.trust.joining import join
from kiosk.trust.memberships import Membership
from tests.operation.city.test_joining import founded
from tests.proof.failover.wire import Wire

READY_S = 40.0
HALL = "qinglan"
PLACES = (Holder("hall", HALL), Holder("city-staff", "records"))
_CONTEXT = multiprocessing.get_context("forkserver")
FIRST = '[hall]\nlisten_host = "127.0.0.1"\nlisten_port = {port}\ntls = "always"\n'
SECOND = FIRST + 'role = "standby"\nstandby_id = "H2"\nprimary_url = "{first}"\n'
LIMITS = "[limits]\nhall_failover_seconds = {seconds}\nheartbeat_seconds = {beat}\n"
CITY = '[city]\nlisten_port = {port}\ntls = "always"\n'


def live(arguments: list[str], complaints: str) -> None:
    """`main.py ARGUMENTS`, with what it says in a file."""
    said = os.open(complaints, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    sys.exit(main.run(arguments))


class Place:
    """One machine: a state folder, a configuration, and the processes that run on it."""

    def __init__(self, folder: Path, configuration: str) -> None:
        self.state = StateFolder(folder).make()
        self._file = folder / "kiosk.toml"
        self._file.write_text(configuration)
        self._running: dict[str, ForkServerProcess] = {}

    def configure(self, change: Callable[[str], str]) -> None:
        """For the next start."""
        self._file.write_text(change(self._file.read_text()))

    def start(self, role: str) -> None:
        self._running[role] = self._process(role)
        end = time.monotonic() + READY_S
        while not self._is_ready(role):
            assert self._running[role].is_alive(), self._complaints(role)
            assert time.monotonic() < end, f"{role} is not ready within {READY_S} s"
            time.sleep(0.01)

    def command(self, *words: str) -> None:
        """A command that ends, well."""
        process = self._process(*words)
        process.join(READY_S)
        assert process.exitcode == 0, self._complaints(words[0])

    def pid(self, role: str) -> int:
        return self._running[role].pid or 0

    def logged(self, role: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.state.logs / f"{role}.log").read_text("utf-8").splitlines()]

    def kill(self, role: str) -> None:
        process = self._running.pop(role)
        process.kill()
        process.join(20)

    def end(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.join(20)
        self._running.clear()

    def book(self, role: str = "hall") -> Path:
        return self.state.data(role) / f"{role}.sqlite"

    def _process(self, *words: str) -> ForkServerProcess:
        arguments = ["--config", str(self._file), "--state", str(self.state.root), *words]
        process = _CONTEXT.Process(target=live, args=(arguments, str(self._said(words[0]))), daemon=True)
        process.start()
        return process

    def _is_ready(self, role: str) -> bool:
        facts = read_ready(self.state.ready(role))
        return facts is not None and facts["pid"] == self._running[role].pid

    def _said(self, name: str) -> Path:
        return self.state.logs / f"{name}.said"

    def _complaints(self, name: str) -> str:
        return f"{name}: {self._said(name).read_text()[-2000:]}"


class TwoNodes:
    """The city and the first node on one machine, the second on another, with a wire between them and one to the first
    for everybody who lives on the second one's side. `beat_s`: how often the nodes tell how they are."""

    def __init__(self, folder: Path, failover_s: int, beat_s: int = 10) -> None:
        _CONTEXT.set_forkserver_preload([__name__])
        self.failover_s = failover_s
        limits, ports = LIMITS.format(seconds=failover_s, beat=beat_s), (kept_port(), kept_port(), kept_port())
        self.between, self.beside, self.city = Wire(ports[0]), Wire(ports[0]), f"https://127.0.0.1:{ports[2]}"
        self.first = Place(folder / "first", FIRST.format(port=ports[0]) + CITY.format(port=ports[2]) + limits)
        self.second = Place(folder / "second", SECOND.format(port=ports[1], first=self.between.url) + limits)
        self.url = f"https://127.0.0.1:{ports[0]}"
        assert isinstance(ensure_tokens(self.first.state.tokens, PLACES), Tokens)

    def start(self) -> None:
        self.first.start("city")
        self.first.start("hall")
        self.second.command("enrol", "--hall", self.url, "--code", self.code("standby", "H2").shown())
        self.second.start("hall")

    def start_known_to_the_city(self) -> None:
        """As `start`, and the second node joins the city too, by a code that is made before the city runs."""
        code = self.city_code("H2")
        self.first.start("city")
        self.first.start("hall")
        self.second.command("enrol", "--hall", self.url, "--code", self.code("standby", "H2").shown())
        self.second.command("enrol", "--city", self.city, "--code", code)
        self.second.start("hall")

    def city_code(self, node: str) -> str:
        """By which that node of the hall joins the city, which does not run yet."""
        said = io.StringIO()
        assert print_code(founded(self.first.state), HALL, node, self.city, said) == ExitCode.GOOD
        return said.getvalue().split()[-1]

    def code(self, role: str, id: str) -> Code:
        made = make_code(register_in(self.first.state.secrets), role, id, SystemClock())
        assert isinstance(made, Code)
        return made

    def join(self, role: str, id: str) -> Membership:
        joined = join(self.url, self.code(role, id))
        assert isinstance(joined, Membership), joined
        return joined

    def cut(self) -> None:
        for wire in (self.between, self.beside):
            wire.cut()

    def mend(self) -> None:
        for wire in (self.between, self.beside):
            wire.mend()

    def close(self) -> None:
        for place in (self.second, self.first):
            place.end()
        for wire in (self.between, self.beside):
            wire.close()
