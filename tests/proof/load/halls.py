"""A hall under load: the role as it runs in a hall, on its real book, with numbers for everybody."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from kiosk.operation.benchmark.busy_hall import CLERKS, COUNTERS, ITEM, PIN, busy_hall
from kiosk.operation.benchmark.children import House
from kiosk.operation.benchmark.hall_load import HallUnderLoad
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import Holder, Tokens, ensure_tokens
from offline_cache.cache import Cache
from offline_cache.ledger_file import Opened, open_ledger
from tests.proof.report import ROOT

TERMINALS = tuple(f"T{number}" for number in range(1, 17))
BOARDS = ("B1", "B2")


class BusyHall:
    """A context manager: at its end the hall's process is gone."""

    def __init__(self, folder: Path) -> None:
        self._state = StateFolder(folder / "hall").make()
        holders = [
            *(Holder("terminal", name) for name in TERMINALS),
            *(Holder("board", name) for name in BOARDS),
            *(Holder("caller", counter) for counter in COUNTERS),
        ]
        tokens = ensure_tokens(self._state.tokens, holders)
        assert isinstance(tokens, Tokens), tokens
        self._tokens = tokens
        self._fill()
        self._house = House(ROOT / "main.py", self._state)

    def __enter__(self) -> BusyHall:
        self._house.start("hall")
        self._port = int(self._house.wait("hall")["port"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._house.__exit__(kind, error, trace)

    @property
    def hall(self) -> HallUnderLoad:
        return self.hall_of(TERMINALS[0])

    def hall_of(self, terminal: str) -> HallUnderLoad:
        callers = {counter: self.token("caller", counter) for counter in COUNTERS}
        token, board = self.token("terminal", terminal), self.token("board", BOARDS[0])
        return HallUnderLoad(self._port, ITEM, token, terminal, board, callers, CLERKS, PIN)

    def token(self, role: str, id: str) -> str:
        return self._tokens.of(role, id) or ""

    def _fill(self) -> None:
        opened = open_ledger(self._state.data("hall") / "hall.sqlite")
        assert isinstance(opened, Opened), opened
        changes = busy_hall()
        assert Cache(opened.file).apply(changes, changes[-1].cursor, "load") is None
        opened.file.close()
