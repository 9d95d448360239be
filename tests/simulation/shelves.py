"""Shelves with real files: a crash leaves what is on the disk, copied away under the running machine's hands."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger

_BOOK = "book.sqlite"
_NOT_THE_BOOKS = shutil.ignore_patterns("*.lock", "*-shm")


class FileBooks:
    """Implements `Books` on one ledger file."""

    def __init__(self, file: LedgerFile) -> None:
        self.file = file
        self.terminal, self.hall = TerminalLedger(file), HallLedger(file)
        self.streams, self.outbox = InboundStreams(file), Outbox(file)


class FileShelf:
    """Implements `Shelf`. Each start has a folder of its own, copied from what the one before had on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._starts = count(1)
        self.dying: Callable[[], str] = lambda: ""  # not asked: these machines die between two transactions
        self._present: Path | None = None
        self._file: LedgerFile | None = None

    def open(self) -> FileBooks:
        place = self._folder / f"start-{next(self._starts)}"
        self._copied(self._present, place)
        self._leave()
        self._present = place
        opened = open_ledger(place / _BOOK)
        assert isinstance(opened, Opened), opened
        assert opened.moved_aside is None, "the book was found damaged"
        self._file = opened.file
        return FileBooks(opened.file)

    def image(self) -> Path:
        assert self._present is not None
        return self._copied(self._present, self._folder / f"image-{next(self._starts)}")

    def put_back(self, image: object) -> None:
        assert isinstance(image, Path)
        self._leave()
        self._present = image

    def close(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _copied(self, source: Path | None, target: Path) -> Path:
        if source is None:
            target.mkdir(parents=True)
        else:
            shutil.copytree(source, target, ignore=_NOT_THE_BOOKS)
        return target
