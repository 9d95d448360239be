"""Keeps the terminal's knowledge fresh: what was published from its cache, waits from its hall every few seconds."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.domain.calendar import local
from kiosk.domain.catalogue import (
    Catalogue,
    HallSettings,
    PublicationError,
    catalogue_from,
    check_together,
    hall_settings_from,
)
from kiosk.domain.keyed_hash import MatchKey
from kiosk.domain.number_rules import KIND, NOTHING_PUBLISHED, NumberRules, number_rules_from
from kiosk.domain.ticket import HallUnreachable
from kiosk.journeys.pages import Knowledge, OtherDevices, QueueNow
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import Cache, Change, LedgerError, LedgerFailure
from kiosk.ports.log import Log

_KEY_VERSIONS = 3  # the newest; a key is renewed once in a while, and yesterday's tickets are gone by then


class Knowing:
    """A thread that looks every `every_s` seconds; `poke` makes it look at once."""

    def __init__(
        self,
        cache: Cache,
        summary: Callable[[], tuple[int, dict[str, QueueNow]] | HallUnreachable],
        tell: Callable[[Knowledge], None],
        clock: Clock,
        log: Log,
        every_s: float = 3.0,
        own_numbers: Callable[[], bool] = lambda: False,
        voiced: Callable[[], bool] = lambda: True,
        others: Callable[[], OtherDevices] = lambda: OtherDevices.WELL,
    ) -> None:
        self._cache = cache
        self._summary = summary
        self._tell = tell
        self._clock = clock
        self._log = log
        self._every_s = every_s
        self._own_numbers = own_numbers
        self._voiced, self._others = voiced, others
        self._numbers: tuple[int, NumberRules] = (0, NOTHING_PUBLISHED)
        self._stop = threading.Event()
        self._poked = threading.Event()
        self._versions: tuple[object, ...] = ()
        self._published: tuple[Catalogue | None, HallSettings | None] = (None, None)
        self._thread = threading.Thread(target=self._run, name="knowing", daemon=True)
        self._reachable: bool | None = None
        self._unreadable: LedgerFailure | None = None

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        self._poked.set()

    def stop(self, limit_s: float = 2.0) -> None:
        self._stop.set()
        self._poked.set()
        self._thread.join(limit_s)

    def settings(self) -> HallSettings | None:
        return self._published[1]

    def published(self) -> tuple[Catalogue | None, HallSettings | None]:
        return self._published

    def number_rules(self) -> NumberRules:
        """The terminals' letters as they came down last; those before when the newest do not fit."""
        return self._numbers[1]

    def match_keys(self) -> tuple[MatchKey, ...]:
        """Every version of the city's key that has come down and was not withdrawn; a new one, while halls take it up,
        stands beside the old."""
        found = self._cache.every("match_key")[-_KEY_VERSIONS:]
        return tuple(_match_key(change.body) for change in found if change.body is not None)

    def ticket_key(self) -> bytes | None:
        body = _body(self._cache.latest("ticket_key"))
        return None if body is None else base64.b64decode(str(body["key"]))

    def _run(self) -> None:
        while not self._stop.is_set():
            self._poked.clear()
            try:
                self._tell(self._look())
                self._unreadable = None
            except LedgerError as unreadable:
                self._note_book(unreadable.failure)
            except Exception as bug:  # the thread has to outlive a bug: without it the home page lies for ever
                self._log.bug("terminal_knowing", bug)
            self._poked.wait(self._every_s)

    def _look(self) -> Knowledge:
        self._read_published()
        catalogue, settings = self._published
        answer = self._summary()
        self._note_link(answer if isinstance(answer, HallUnreachable) else None)
        waiting, queues = (None, {}) if isinstance(answer, HallUnreachable) else answer
        reachable = not isinstance(answer, HallUnreachable)
        own = not reachable and self._own_numbers()
        known = Knowledge(catalogue, settings, queues, waiting, reachable, today=self._today(), own_numbers=own)
        return replace(known, voiced=self._voiced(), others=self._others())

    def _note_book(self, failure: LedgerFailure) -> None:
        if failure is not self._unreadable:
            self._log.event("ledger_failed", reason=failure.value)
        self._unreadable = failure

    def _note_link(self, failure: HallUnreachable | None) -> None:
        if (failure is None) is self._reachable:
            return
        self._reachable = failure is None
        if failure is None:
            self._log.event("hall_reached")
        else:
            self._log.event("hall_unreachable", reason=failure.value)

    def _today(self) -> date:
        return local(self._clock.now().wall_ms).date()

    def _read_published(self) -> None:
        """Data that does not fit leaves the last good version in force and says so in the log."""
        self._read_numbers(self._cache.latest(KIND))
        found = (self._cache.latest("catalogue"), self._cache.latest("hall_settings"))
        versions = tuple(change.cursor if change else None for change in found)
        if versions == self._versions:
            return
        self._versions = versions
        bodies = (_body(found[0]), _body(found[1]))
        if bodies[0] is None or bodies[1] is None:
            return
        try:
            catalogue, settings = catalogue_from(bodies[0]), hall_settings_from(bodies[1])
            check_together(catalogue, settings)
            self._published = (catalogue, settings)
        except PublicationError as wrong:
            self._log.event("publication_refused", path=wrong.path or "/")

    def _read_numbers(self, change: Change | None) -> None:
        if change is None or change.cursor == self._numbers[0]:
            return
        try:
            self._numbers = change.cursor, number_rules_from(_body(change) or {})
        except PublicationError as wrong:
            self._numbers = change.cursor, self._numbers[1]
            self._log.event("publication_refused", path=f"{KIND}:{wrong.path}")


def _match_key(body: Mapping[str, object]) -> MatchKey:
    return MatchKey(int(str(body["version"])), base64.b64decode(str(body["key"])))


def _body(change: Change | None) -> dict[str, object] | None:
    return None if change is None or change.body is None else dict(change.body)
