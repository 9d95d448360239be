"""Lists to choose from, in words: departments, one department's items, the hot list, reasons for a complaint."""

from __future__ import annotations

from collections import Counter

from kiosk.domain.catalogue import Item
from kiosk.journeys.pages import Complaint, Departments, HotItems, Items
from screens.citizen.pages.home import tile
from screens.citizen.pages.wording import Face, Wording


def departments(_: Departments, words: Wording) -> Face:
    catalogue = words.view.knowledge.catalogue
    counts = Counter(item.department for item in (catalogue.items if catalogue else ()))
    entries = [
        {
            "code": one.code,
            "name": words.text(one.short),
            "icon": one.icon.value,
            "detail": words.say("departments.count", count=counts[one.code]),
        }
        for one in (catalogue.departments if catalogue else ())
        if counts[one.code]
    ]
    return _list(words, "departments", "department", entries, columns=2)


def hot_items(_: HotItems, words: Wording) -> Face:
    catalogue = words.view.knowledge.catalogue
    entries = [tile(item, words) for item in (catalogue.hot() if catalogue else ())]
    return _list(words, "hot", "item", entries, columns=2)


def items(page: Items, words: Wording) -> Face:
    catalogue = words.view.knowledge.catalogue
    department = words.department(page.department)
    found = catalogue.items_of(page.department) if catalogue else ()
    listed = _list(words, "items", "item", [_row(item, words) for item in found], columns=1)
    name = words.text(department.short) if department else ""
    return listed | {
        "question": words.say("items.question", department=name) if name else words.say("items.none"),
        "empty": words.say("items.empty" if catalogue else "list.empty"),
    }


def complaint(_: Complaint, words: Wording) -> Face:
    settings = words.view.knowledge.settings
    entries = [
        {"code": reason.code, "name": words.text(reason.text), "icon": "", "detail": ""}
        for reason in (settings.complaint_reasons if settings else ())
    ]
    return _list(words, "complaint", "complaint", entries, columns=2) | {"most": 12}


def _row(item: Item, words: Wording) -> Face:
    return {"code": item.code, "name": words.text(item.name), "icon": "", "detail": words.waiting(item.queue)}


def _list(words: Wording, family: str, wish: str, entries: list[Face], columns: int) -> Face:
    return {
        "question": words.say(f"{family}.question", department=""),
        "sentence": words.say(f"{family}.sentence", count=len(entries)) if entries else "",
        "wish": wish,
        "columns": columns,
        "most": 0,
        "entries": entries,
        "empty": words.say("list.empty"),
        "emptyAction": words.say("frame.help"),
    }
