"""A node's file that knows from the start what its upstream would have sent: for a hall that is measured alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.ports.ledger import Change, LedgerFailure
from offline_cache.cache import Cache
from offline_cache.ledger_file import open_ledger


def fill_cache(path: Path, changes: Sequence[Change]) -> LedgerFailure | None:
    """Stores `changes`, at least one and in the order of their cursors, as one whole state."""
    opened = open_ledger(path)
    if isinstance(opened, LedgerFailure):
        return opened
    try:
        return Cache(opened.file).apply(changes, changes[-1].cursor, "prepared")
    finally:
        opened.file.close()
