"""What a node does for its file by itself: looks at the disk, copies the book, tidies up after a day, renews keys.

One thread, in short turns between the others'. Whatever fails is said in the log and tried again; nobody waits for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ports.ledger import LedgerError, LedgerFailure
from kiosk.ports.log import Log
from offline_cache import key_renewal
from offline_cache.backup import MadeBackup, back_up
from offline_cache.backup_files import BackupFiles
from offline_cache.disk_notices import DiskNotices
from offline_cache.failures import disk_failure_of
from offline_cache.keeping import Keeping
from offline_cache.one_writer import LedgerFile
from offline_cache.retention import TidiedUp, last_tidied, tidy_up

BEAT_S = 5.0
_AGAIN_S = 600.0  # after something failed
_SETTLED_S = 60.0  # after the start, before an overdue copy is made


@dataclass(slots=True)
class _Due:
    """Monotonic seconds from which on something is tried."""

    backup: float
    tidying: float = 0.0
    renewal: float = 0.0


class Upkeep:
    """`today` is the business day; empty while it is not known for certain, and then nothing is removed."""

    def __init__(self, file: LedgerFile, keeping: Keeping, today: Callable[[], str], log: Log) -> None:
        self._file, self._keeping, self._today, self._log = file, keeping, today, log
        self._disk = DiskNotices(file.room, log)
        self._kept = keeping.backups_kept
        self._due = _Due(backup=time.monotonic() + self._first_backup_s())
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, limit_s: float = 5.0) -> None:
        """Before the file is closed; a copy under way is given up."""
        self._stop.set()
        self._thread.join(limit_s)

    def turn(self) -> None:
        """Does what is due now."""
        self._disk.look()
        now = time.monotonic()
        try:
            if now >= self._due.tidying:
                self._tidy(now)
            if now >= self._due.renewal:
                self._renew(now)
            if now >= self._due.backup:
                self._back_up(now)
        except LedgerError as unreadable:
            self._log.event("book_not_tidied", reason=unreadable.failure.value)
            self._due.tidying = self._due.renewal = now + _AGAIN_S

    def _run(self) -> None:
        while not self._stop.wait(BEAT_S):
            try:
                self.turn()
            except Exception as bug:  # the book is used all the same; the next beat tries again
                self._log.bug("upkeep", bug)

    def _tidy(self, now: float) -> None:
        """Once a business day. What went must not stay in older copies either: one new copy takes their place."""
        today = self._today()
        if not today or today == last_tidied(self._file):
            return
        done = tidy_up(self._file, today, self._keeping.sent_days, self._stop)
        if isinstance(done, LedgerFailure):
            self._due.tidying = now + _AGAIN_S
            self._log.event("book_not_tidied", reason=done.value)
        if not isinstance(done, TidiedUp) or not done.rows:
            return
        self._log.event("book_tidied", bookings=done.bookings, tickets=done.tickets, wishes=done.wishes, sent=done.sent)
        self._kept = 1
        self._back_up(now)

    def _renew(self, now: float) -> None:
        keeping = self._keeping
        if not key_renewal.is_due(self._file, keeping.cipher, keeping.key_days):
            return
        self._due.renewal = now + _AGAIN_S
        try:
            count = key_renewal.renew(self._file, keeping.cipher, keeping.key_days)
            self._kept = 1
            if not isinstance(count, LedgerFailure) and self._back_up(now):
                self._file.keys.forget_older()
                self._log.event("field_key_renewed", count=count)
        except OSError as error:
            self._log.event("book_not_tidied", reason=disk_failure_of(error).value)

    def _back_up(self, now: float) -> bool:
        made = back_up(self._file, self._kept, self._stop)
        good = isinstance(made, MadeBackup)
        self._kept = self._keeping.backups_kept if good else self._kept
        self._due.backup = now + (self._keeping.backup_every_s if good else min(_AGAIN_S, self._keeping.backup_every_s))
        if isinstance(made, LedgerFailure):
            self._log.event("backup_failed", reason=made.value)
        if isinstance(made, MadeBackup):
            self._log.event("backup_made", rows=made.rows, seconds=round(made.seconds, 1))
        return good

    def _first_backup_s(self) -> float:
        age = BackupFiles(self._file.path).age_s()
        every = self._keeping.backup_every_s
        return every if age is None else max(min(_SETTLED_S, every), every - age)
