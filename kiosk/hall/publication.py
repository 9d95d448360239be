"""What the city published, watched in the hall's cache: new settings become rules without a restart.

Something that does not fit leaves the last good version in force and is said in the log; a hall never stands still
because of a mistake in an office.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.domain.catalogue import catalogue_from, check_together, hall_settings_from
from kiosk.domain.evaluation import evaluation_reasons_from
from kiosk.domain.published import PublicationError
from kiosk.domain.spoken_letters import misheard
from kiosk.hall.core.rules import Rules, rules_of
from kiosk.ports.ledger import Cache, Change, Feed, LedgerError
from kiosk.ports.log import Log

KINDS = ("hall_settings", "catalogue", "evaluation_reasons")


class Publication:
    def __init__(self, node: str, cache: Cache, log: Log) -> None:
        self._node = node
        self._cache = cache
        self._log = log
        self._read: Feed | None = None
        self._in_force: tuple[int, ...] = ()

    def news(self) -> Rules | None:
        """New rules since the last call, or None. Cheap while nothing came down."""
        try:
            feed = self._cache.feed()
            if feed == self._read:
                return None
            changes = [self._cache.latest(kind) for kind in KINDS]
        except LedgerError:
            return None  # asked again with the next look; the ledger's own failure is reported where it is written
        self._read = feed
        return self._rules([change for change in changes if change is not None])

    def _rules(self, changes: list[Change]) -> Rules | None:
        versions = tuple(change.cursor for change in changes)
        if len(changes) < len(KINDS) or versions == self._in_force:
            return None
        try:
            rules = _understood(self._node, *(change.body or {} for change in changes))
        except PublicationError as error:
            self._log.event("hall_publication_refused", path=error.path)
            return None
        self._in_force = versions
        self._log.event("hall_publication_in_force")
        for queue in misheard(rules.hall.queues):
            self._log.event("hall_prefix_misheard", prefix=queue.prefix, queue=queue.code)
        return rules


def _understood(
    node: str, settings: Mapping[str, Any], catalogue: Mapping[str, Any], reasons: Mapping[str, Any]
) -> Rules:
    hall, items = hall_settings_from(settings), catalogue_from(catalogue)
    check_together(items, hall)
    return rules_of(node, hall, items, evaluation_reasons_from(reasons))
