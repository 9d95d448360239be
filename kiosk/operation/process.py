"""One role's life as a process: its lock, its ready file, and how it is asked to stop."""

from __future__ import annotations

import fcntl
import ipaddress
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType

from kiosk.operation.lean_start import give_back
from kiosk.operation.refusal import refusal_of
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.log import Log

CLAIM_S = 0.5  # a predecessor that is just going may still hold the lock for so long

Fact = str | int | float | bool


class Process:
    """Made by `begin`; a context manager. `stop` is set by SIGTERM or SIGINT; a second SIGINT ends at once."""

    def __init__(self, state: StateFolder, name: str, lock: int, log: Log) -> None:
        self.state, self.name, self.log = state, name, log
        self.stop = threading.Event()
        self._lock = lock
        self.lacks_token = False  # a window's; said instead of "ready"
        self._reason = "itself"
        self._began = time.monotonic()
        self._calls: list[Callable[[], None]] = []
        self._sockets: tuple[socket.socket, socket.socket] | None = None

    def on_stop(self, call: Callable[[], None]) -> None:
        """Calls it once when the process is asked to stop (on the main thread); at once if it already was."""
        self._calls.append(call)
        if self.stop.is_set():
            self._call()

    def stop_socket(self) -> socket.socket:
        """Readable as soon as a signal came: for a loop outside Python, such as Qt's, that else would not notice."""
        if self._sockets is None:
            self._sockets = socket.socketpair()
            for end in self._sockets:
                end.setblocking(False)
            signal.set_wakeup_fd(self._sockets[1].fileno(), warn_on_full_buffer=False)
        return self._sockets[0]

    def ready(self, **facts: Fact) -> None:
        """Tells everybody that this role can be used, and how: `port=` for a server."""
        give_back()
        write_ready(self.state.ready(self.name), {"pid": os.getpid(), "role": self.name, **facts})
        if self.lacks_token:
            self.log.event("window_without_token")
            return
        port = facts.get("port", 0)
        self.log.event("process_ready", port_number=port if isinstance(port, int) else 0)

    def __enter__(self) -> Process:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)
        self.log.event("process_started", pid_number=os.getpid())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, SystemExit | KeyboardInterrupt):
            self._tell(error)
        self.log.event("process_stopped", reason=self._reason, seconds=round(time.monotonic() - self._began, 1))
        self.state.ready(self.name).unlink(missing_ok=True)
        if self._sockets is not None:
            signal.set_wakeup_fd(-1)
            for end in self._sockets:
                end.close()
        os.close(self._lock)

    def _tell(self, error: BaseException) -> None:
        refusal = refusal_of(error, self.state.root, self.name)
        if refusal is None:
            self.log.bug(self.name, error)
        else:
            self.log.event(refusal.event, **refusal.fields)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        """Nothing is written here: the signal may have come in the middle of writing."""
        if self.stop.is_set() and number == signal.SIGINT:
            os._exit(128 + number)
        self._reason = signal.Signals(number).name
        self.stop.set()
        self._call()

    def _call(self) -> None:
        calls, self._calls = self._calls, []
        for call in calls:
            call()


def begin(state: StateFolder, name: str, log: Log) -> Process | None:
    """The named role's process in this state folder; None (and an event in the log) when there already is one."""
    lock = claim(state.make().lock(name))
    if lock is None:
        log.event("already_running", name=name)
        return None
    state.ready(name).unlink(missing_ok=True)
    return Process(state, name, lock, log)


def claim(path: Path) -> int | None:
    """A descriptor that holds the file's lock until it is closed or the process dies; None when another holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + CLAIM_S
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(descriptor)
                return None
            time.sleep(0.02)


def write_ready(path: Path, facts: dict[str, Fact]) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(json.dumps(facts), encoding="utf-8")
    new.replace(path)


def read_ready(path: Path) -> dict[str, Fact] | None:
    """What a role that is alive told; None before it is ready, after its end, and when only its file was left."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return facts if _is_alive(int(facts["pid"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def address_of(state: StateFolder, role: str) -> Callable[[], str | None]:
    """Where the embedded hall or city can be reached now: asked anew each time, because a restart moves it."""

    def address() -> str | None:
        facts = read_ready(state.ready(role))
        if not facts or not facts.get("port"):
            return None
        scheme = "https" if facts.get("tls") else "http"
        return f"{scheme}://{_reached_at(str(facts.get('host', '127.0.0.1')))}:{facts['port']}"

    return address


def _reached_at(listens_at: str) -> str:
    """Who listens at every address is reached at this machine's own."""
    address = ipaddress.ip_address("127.0.0.1" if listens_at == "localhost" else listens_at)
    if address.is_unspecified:
        return "127.0.0.1" if address.version == 4 else "[::1]"
    return str(address) if address.version == 4 else f"[{address}]"


def _is_alive(pid: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
