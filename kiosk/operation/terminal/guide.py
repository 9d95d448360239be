"""What stands on an item's A4 guide, in the citizen's language: what is published about the item, and nobody's data."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.calendar import local
from kiosk.domain.catalogue import Catalogue, HallSettings, Hours, Item, Language
from kiosk.operation.terminal.slip import sentence
from kiosk.ports.devices.document_printer import Guide

_DAYS = {
    Language.CHINESE: tuple(f"周{day}" for day in "一二三四五六日"),
    Language.ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def guide_of(code: str, settings: HallSettings, catalogue: Catalogue, language: Language, wall_ms: int) -> Guide | None:
    """None for an item that has left the catalogue, or for which nothing has to be brought."""
    item = catalogue.item(code)
    department = catalogue.department(item.department) if item else None
    if item is None or department is None or not item.materials:
        return None
    return Guide(
        title=sentence("guide_title", language),
        item=item.name.in_language(language),
        hall=settings.name.in_language(language),
        department=department.name.in_language(language),
        facts=tuple(_facts(item, department.hours, settings, language)),
        materials_title=sentence("guide_materials", language),
        materials=tuple(material.in_language(language) for material in item.materials),
        remarks=(sentence("guide_remark", language),),
        printed_at=sentence("guide_printed", language, at=local(wall_ms).strftime("%Y-%m-%d %H:%M")),
    )


def _facts(item: Item, hours: Hours, settings: HallSettings, language: Language) -> Iterator[tuple[str, str]]:
    """A second line about the hours has no caption of its own."""
    first, *more = hours_in_words(hours, language) or ("",)
    facts = (
        ("guide_where", settings.place_of(item.queue).in_language(language)),
        ("guide_hours", first),
        *(("", line) for line in more),
        ("guide_minutes", sentence("guide_about", language, minutes=item.minutes)),
    )
    yield from ((sentence(caption, language) if caption else "", words) for caption, words in facts if words)


def hours_in_words(hours: Hours, language: Language) -> tuple[str, ...]:
    """周一至周五 09:00–12:00，13:30–17:00: a line for the days that have the same hours."""
    by_days: dict[tuple[int, ...], list[str]] = {}
    for period in hours.periods:
        closes = "24:00" if f"{period.closes:%H:%M}" == "00:00" else f"{period.closes:%H:%M}"
        by_days.setdefault(tuple(sorted(period.weekdays)), []).append(f"{period.opens:%H:%M}–{closes}")
    between = ", " if language is Language.ENGLISH else "，"
    return tuple(f"{_days(days, language)} {between.join(times)}" for days, times in by_days.items())


def _days(days: tuple[int, ...], language: Language) -> str:
    names = [_DAYS[language][day - 1] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]}{'–' if language is Language.ENGLISH else '至'}{names[-1]}"
    return (", " if language is Language.ENGLISH else "、").join(names)
