"""An item's guide on A4: what is published about it, in the citizen's language, and nothing about the citizen."""

from __future__ import annotations

from datetime import time

import pytest

from kiosk.domain.catalogue import Hours, Language, Period
from kiosk.operation.terminal.guide import guide_of, hours_in_words
from tests.journeys.scenes import CATALOGUE, SETTINGS

MORNING_MS = 1_795_398_180_000  # 2026-11-23 09:43 in China
WEEK = (1, 2, 3, 4, 5)


def test_it_says_where_when_how_long_and_what_to_bring() -> None:
    item = next(item for item in CATALOGUE.items if item.materials)
    guide = guide_of(item.code, SETTINGS, CATALOGUE, Language.CHINESE, MORNING_MS)
    assert guide is not None
    assert (guide.title, guide.item) == ("办事指南", item.name.zh)
    assert guide.materials == tuple(material.zh for material in item.materials)
    facts = dict(guide.facts)
    assert facts["办理窗口"] == SETTINGS.place_of(item.queue).zh
    assert facts["现场用时"] == f"约 {item.minutes} 分钟，等候时间另计"
    assert facts["受理时间"].startswith("周")
    assert guide.printed_at == "打印时间 2026-11-23 09:43"


def test_in_english_nothing_of_it_is_chinese() -> None:
    item = next(item for item in CATALOGUE.items if item.materials)
    guide = guide_of(item.code, SETTINGS, CATALOGUE, Language.ENGLISH, MORNING_MS)
    assert guide is not None
    words = " ".join(
        [guide.title, guide.item, *guide.materials, *guide.remarks, guide.printed_at, *sum(guide.facts, ())]
    )
    assert words.isascii() or all(letter < "\u2e80" for letter in words)


def test_an_item_that_is_gone_or_wants_nothing_brought_has_none() -> None:
    assert guide_of("XXXX-999", SETTINGS, CATALOGUE, Language.CHINESE, MORNING_MS) is None
    bare = next((item for item in CATALOGUE.items if not item.materials), None)
    if bare is not None:
        assert guide_of(bare.code, SETTINGS, CATALOGUE, Language.CHINESE, MORNING_MS) is None


@pytest.mark.parametrize(
    ("periods", "chinese", "english"),
    [
        (
            (Period(WEEK, time(9), time(12)), Period(WEEK, time(13, 30), time(17)), Period((6,), time(9), time(12))),
            ("周一至周五 09:00–12:00，13:30–17:00", "周六 09:00–12:00"),
            ("Mon–Fri 09:00–12:00, 13:30–17:00", "Sat 09:00–12:00"),
        ),
        ((Period((1, 3), time(0), time(0)),), ("周一、周三 00:00–24:00",), ("Mon, Wed 00:00–24:00",)),
        ((), (), ()),
    ],
)
def test_days_of_the_same_hours_stand_together(
    periods: tuple[Period, ...], chinese: tuple[str, ...], english: tuple[str, ...]
) -> None:
    said = [hours_in_words(Hours(periods), language) for language in (Language.CHINESE, Language.ENGLISH)]
    assert said == [chinese, english]
