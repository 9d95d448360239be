"""The words on the paper: the wait is said as far as it is known, and never as a promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.catalogue import Language
from kiosk.domain.ticket import Group
from kiosk.operation.terminal.slip import slip_of
from tests.journeys.scenes import CATALOGUE, SETTINGS, ticket


@pytest.mark.parametrize(
    ("low", "high", "chinese", "english"),
    [
        (12, 20, "预计等待 约 12–20 分钟", "About 12–20 minutes"),
        (0, 5, "预计等待 5 分钟内", "5 minutes or less"),
        (4, 4, "预计等待 约 4 分钟", "About 4 minutes"),
        (0, 0, "", ""),
    ],
)
def test_the_paper_says_the_wait_as_the_page_does(low: int, high: int, chinese: str, english: str) -> None:
    waits = replace(ticket(), wait_low=low, wait_high=high)
    said = [slip_of(waits, "", SETTINGS, CATALOGUE, language, reprint=False).estimate for language in Language]
    assert set(said) == {chinese, english}


def test_the_paper_of_an_own_number_says_when_it_is_called_and_whom_to_ask() -> None:
    own = replace(ticket("AC07"), own=True, group=Group.GREEN)
    slip = slip_of(own, "", SETTINGS, CATALOGUE, Language.CHINESE, reprint=False)
    assert (slip.label, slip.kind) == ("AC07", "绿色通道  离线取号")
    assert (slip.ahead, slip.estimate) == ("大厅恢复后，按取号时间叫号", "着急办理，请问窗口工作人员")
    english = slip_of(own, "", SETTINGS, CATALOGUE, Language.ENGLISH, reprint=False)
    assert "once the hall is back" in english.ahead and "staff" in english.estimate
