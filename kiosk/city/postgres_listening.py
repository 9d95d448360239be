"""One connection of a worker that hears from the others, through the server, which halls' feeds have something new.

A notification is a hint, never the news: the listener also looks at the halls' counters itself, after each connection
and every few seconds, so that a lost connection or a lost hint delays a change and loses none.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import psycopg

from kiosk.city.bell import Bell
from kiosk.city.postgres_failures import postgres_failure
from kiosk.city.postgres_line import hang_up
from kiosk.ports.log import Log
from kiosk.sync.patience import Patience

CHANNEL = "hall_kiosk_city"
LOOK_S = 5.0  # so often it looks at the counters itself, which also shows whether the connection lives


class Listening:
    """`connect` makes a connection in autocommit; notices that carry `tag` are this worker's own."""

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Any]],
        bell: Bell,
        tag: str,
        log: Log,
        patience: Patience | None = None,
        look_s: float = LOOK_S,
    ) -> None:
        self._connect = connect
        self._bell = bell
        self._tag = tag
        self._log = log
        self._patience = patience or Patience(first=0.05, most=2.0)
        self._look_s = look_s
        self._line: psycopg.Connection[Any] | None = None
        self._known: dict[str, tuple[str, int]] = {}
        self._failures = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="city-listening", daemon=True)
        self.connections = 0  # made so far

    def start(self) -> None:
        self._thread.start()

    def stop(self, limit_s: float = 5.0) -> None:
        self._stopped.set()
        line = self._line
        if line is not None:
            hang_up(line)
        if self._thread.ident is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._connect() as connection:
                    self._hear(connection)
            except psycopg.Error as error:
                self._lost(error)
            except Exception as error:  # without this thread the feeds would fall back to their slow look for ever
                self._log.bug("city-listening", error)
                self._failures += 1
            if not self._stopped.is_set():
                self._stopped.wait(self._patience.wait(max(1, self._failures), random.random()))

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        self._line = connection
        connection.execute(f"listen {CHANNEL}")
        self._look(connection)  # after LISTEN: what comes from here on is heard
        self._found()
        while not self._stopped.is_set():
            for notice in connection.notifies(timeout=self._look_s):
                self._ring(notice.payload)
            self._look(connection)

    def _ring(self, payload: str) -> None:
        tag, _, hall = payload.partition(" ")
        if tag != self._tag:
            self._bell.ring((hall,))

    def _look(self, connection: psycopg.Connection[Any]) -> None:
        rows = connection.execute("select id, feed, cursor from hall").fetchall()
        now = {hall: (feed, cursor) for hall, feed, cursor in rows}
        self._bell.ring(hall for hall, state in now.items() if self._known.get(hall) != state)
        self._known = now

    def _found(self) -> None:
        if self._failures:
            self._log.event("city_listening_back", failures=self._failures)
        self._failures = 0
        self.connections += 1

    def _lost(self, error: psycopg.Error) -> None:
        if self._failures == 0 and not self._stopped.is_set():
            failure = postgres_failure(error)
            self._log.event("city_listening_lost", reason=failure.value if failure else "unknown")
        self._failures += 1
