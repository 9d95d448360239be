"""The words on the paper: the wait is said as far as it is known, and never as a promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.catalogue import Language
from kiosk.operation.terminal.slip import slip_of
from tests.journeys.scenes import CATALOGUE, SETTINGS, ticket


@pytest.mark.parametrize(
    ("low", "high", "chinese", "english"),
    [
        (12, 20, "预计等待 约 12–20 分钟", "About 12–20 minutes"),
        (0, 5, "预计等待 约 5 分钟内", "About 5 minutes or less"),
        (4, 4, "预计等待 约 4 分钟", "About 4 minutes"),
        (0, 0, "", ""),
    ],
)
def test_the_paper_says_the_wait_as_the_page_does(low: int, high: int, chinese: str, english: str) -> None:
    waits = replace(ticket(), wait_low=low, wait_high=high)
    said = [slip_of(waits, "", SETTINGS, CATALOGUE, language, reprint=False).estimate for language in Language]
    assert set(said) == {chinese, english}
