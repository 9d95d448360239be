"""How long the commits take that are under way: a server whose standbys are gone keeps them waiting for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Commits:
    """Safe from any thread."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Around a commit."""
        me = threading.get_ident()
        with self._lock:
            self._since[me] = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                del self._since[me]

    def longer_than(self, seconds: float) -> int:
        """How many are under way for so long."""
        now = time.monotonic()
        with self._lock:
            return sum(now - since >= seconds for since in self._since.values())
