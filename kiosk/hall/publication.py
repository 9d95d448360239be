"""What the city published, watched in the hall's cache: new settings become rules without a restart.

Something that does not fit leaves the last good version in force and is said in the log; a hall never stands still
because of a mistake in an office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kiosk.domain.catalogue import catalogue_from, check_together, hall_settings_from
from kiosk.domain.evaluation import evaluation_reasons_from
from kiosk.domain.hall_settings import HallSettings
from kiosk.domain.number_rules import (
    KIND,
    NOTHING_PUBLISHED,
    NumberRules,
    check_succession,
    check_with,
    number_rules_from,
)
from kiosk.domain.numbering import Issuer
from kiosk.domain.published import PublicationError
from kiosk.domain.spoken_letters import misheard
from kiosk.hall.core.rules import Rules, rules_of
from kiosk.ports.ledger import Cache, Change, Feed, LedgerError
from kiosk.ports.log import Log

KINDS = ("hall_settings", "catalogue", "evaluation_reasons")


class Publication:
    """`terminals` answers which are enrolled now; `issuer` is this node's part in the hall's numbers."""

    def __init__(
        self,
        node: str,
        cache: Cache,
        log: Log,
        terminals: Callable[[], frozenset[str]] = frozenset,
        issuer: Issuer = Issuer.SEQUENCER,
    ) -> None:
        self._node = node
        self._cache = cache
        self._log = log
        self._terminals = terminals
        self._issuer = issuer
        self._read: Feed | None = None
        self._in_force: tuple[int, ...] = ()
        self._rules: Rules | None = None

    def news(self) -> Rules | None:
        """New rules since the last call, or None. Cheap while nothing came down and nobody was enrolled."""
        try:
            feed = self._cache.feed()
            if feed == self._read:
                return self._enrolled()
            changes = [self._cache.latest(kind) for kind in KINDS]
            numbers = self._cache.latest(KIND)
        except LedgerError:
            return None  # asked again with the next look; the ledger's own failure is reported where it is written
        self._read = feed
        return self._changed([change for change in changes if change is not None], numbers)

    def _enrolled(self) -> Rules | None:
        known = self._terminals()
        if self._rules is None or known == self._rules.enrolled:
            return None
        self._rules = replace(self._rules, enrolled=known)
        return self._rules

    def _changed(self, changes: list[Change], numbers: Change | None) -> Rules | None:
        versions = tuple(change.cursor for change in (*changes, *([numbers] if numbers else [])))
        if len(changes) < len(KINDS) or versions == self._in_force:
            return self._enrolled()
        try:
            rules = _understood(self._node, *(change.body or {} for change in changes))
        except PublicationError as error:
            self._log.event("hall_publication_refused", path=error.path)
            return None
        self._in_force = versions
        found = self._numbers(numbers, rules.hall)
        self._rules = replace(rules, numbers=found, issuer=self._issuer, enrolled=self._terminals())
        self._log.event("hall_publication_in_force")
        for queue in misheard(rules.hall.queues):
            self._log.event("hall_prefix_misheard", prefix=queue.prefix, queue=queue.code)
        return self._rules

    def _numbers(self, change: Change | None, hall: HallSettings) -> NumberRules:
        """Those in force before when the new ones cannot be used: a letter is never in two terminals' hands."""
        before = self._rules.numbers if self._rules else NOTHING_PUBLISHED
        if change is None:
            return before
        try:
            found = number_rules_from(change.body or {})
            check_with(found, hall)
            check_succession(before.letters, found)
        except PublicationError as error:
            self._log.event("hall_publication_refused", path=f"{KIND}:{error.path}")
            return before
        return found


def _understood(
    node: str, settings: Mapping[str, Any], catalogue: Mapping[str, Any], reasons: Mapping[str, Any]
) -> Rules:
    hall, items = hall_settings_from(settings), catalogue_from(catalogue)
    check_together(items, hall)
    return rules_of(node, hall, items, evaluation_reasons_from(reasons))
