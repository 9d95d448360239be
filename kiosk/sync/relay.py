"""How a hall publishes on, to its terminals, what it knows from its city: the same feed out of its own cache.

The relay's feed has its own name for every resync the hall went through, because rows may have vanished in one. While
the hall itself is in a resync, terminals get empty pages and keep what they have.
"""

from __future__ import annotations

from kiosk.ports.ledger import Cache
from kiosk.sync.pages import NOT_WHOLE, Page, feed_name, page_of


def relay_page(cache: Cache, after: int, feed: str, limit: int, keys: bool) -> Page:
    """The page for a terminal that has read `feed` up to `after`. Raises LedgerError when the cache cannot be read."""
    state = cache.feed()
    if not state.complete:
        return Page((), after, False, NOT_WHOLE)
    own = feed_name(f"{state.name}.{state.round}", keys)
    if after and feed != own:
        return Page((), 0, False, own, resync=True)
    newest = max(after, state.cursor)  # this hall may lag behind what its terminal read before
    return page_of(cache.after(after, limit + 1), limit, newest, own, keys)
