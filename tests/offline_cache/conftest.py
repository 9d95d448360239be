"""A ledger file in a folder of its own, closed again after the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache.ledger_file import LedgerFile, Opened, open_ledger


def opened(path: Path) -> LedgerFile:
    result = open_ledger(path)
    assert isinstance(result, Opened), result
    return result.file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[LedgerFile]:
    ledger = opened(tmp_path / "hall.sqlite")
    yield ledger
    ledger.close()
