"""The rules of the downward feed, pure: which page a node gets that says how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ports.ledger import Change
from kiosk.sync.contract import KEY_KINDS

NOT_WHOLE = ""  # the feed's name while an upstream has nothing whole to tell: its nodes keep what they have


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `more`: ask again at once; `resync`: start again from cursor 0, in the feed named here."""

    changes: tuple[Change, ...]
    cursor: int
    more: bool
    feed: str
    resync: bool = False


def feed_name(name: str, keys: bool) -> str:
    """A node that becomes entitled to keys has to read everything again, so its feed has another name."""
    return f"{name}+keys" if keys else name


def visible(change: Change, keys: bool) -> bool:
    return keys or change.kind not in KEY_KINDS


def page_of(found: Sequence[Change], limit: int, newest: int, feed: str, keys: bool) -> Page:
    """From up to `limit` + 1 changes behind the asked cursor, in order; `newest` is the feed's own cursor."""
    more = len(found) > limit
    read = found[:limit]
    cursor = read[-1].cursor if more else newest
    return Page(tuple(change for change in read if visible(change, keys)), cursor, more, feed)
