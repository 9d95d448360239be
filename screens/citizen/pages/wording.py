"""Turns a view's codes and figures into words of the citizen's language. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.domain.catalogue import Department, Item, Text
from kiosk.journeys.pages import View
from screens.theme.phrases import phrases, say

Face = dict[str, Any]
_UNITS = {None: "people.unknown", 1: "unit.person"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One view, ready to be put into words."""

    view: View

    def say(self, key: str, **values: object) -> str:
        return say(self.view.language, key, **values)

    def say_if_known(self, key: str, otherwise: str) -> str:
        """The sentence of `key` when there is one, else that of `otherwise` (a device may give a new reason)."""
        return self.say(key if key in phrases(self.view.language) else otherwise)

    def date(self, when: datetime) -> str:
        month, weekday = self.say(f"month.{when.month}"), self.say(f"weekday.{when.isoweekday()}")
        return self.say("frame.date", month=month, day=when.day, weekday=weekday)

    def text(self, text: Text) -> str:
        return text.in_language(self.view.language)

    def item(self, code: str) -> Item | None:
        catalogue = self.view.knowledge.catalogue
        return catalogue.item(code) if catalogue and code else None

    def department(self, code: str) -> Department | None:
        catalogue = self.view.knowledge.catalogue
        return catalogue.department(code) if catalogue else None

    def item_name(self, code: str) -> str:
        """The item's name; its code when the catalogue has lost it, because a ticket is never without an item."""
        item = self.item(code)
        return self.text(item.name) if item else code

    def department_of(self, item_code: str) -> str:
        item = self.item(item_code)
        department = self.department(item.department) if item else None
        return self.text(department.name) if department else ""

    def place_of(self, queue: str) -> str:
        settings = self.view.knowledge.settings
        return self.text(settings.place_of(queue)) if settings and queue else ""

    def enquiries(self) -> str:
        """Where somebody can be asked: the counters of the first consultation queue; empty when there is none."""
        settings = self.view.knowledge.settings
        queue = next((queue for queue in settings.queues if queue.kind == "consultation"), None) if settings else None
        return self.place_of(queue.code) if queue else ""

    def hotline(self) -> str:
        settings = self.view.knowledge.settings
        return settings.hotline if settings else ""

    def waiting(self, queue: str) -> str:
        """How many wait in a queue now; empty when that is not known."""
        now = self.view.knowledge.queues.get(queue)
        if now is None:
            return ""
        return self.say("queue.waiting", count=now.waiting) if now.waiting else self.say("queue.nobody")

    def figures(self, head: str, people: int | None, low: int, high: int) -> Face:
        """People (`head` says which) and expected wait for two figures side by side."""
        known = high > 0
        unit = "unit.minutes" if low else "unit.minutes_at_most"
        return {
            "aheadHead": self.say(head),
            "ahead": "" if people is None else str(people),
            "aheadUnit": self.say(_UNITS.get(people, "unit.people")),
            "waitHead": self.say("check.wait"),
            "waitBefore": self.say("unit.about") if known and low else "",  # 5 分钟内 needs no 约
            "wait": span(low, high) if known else "",
            "waitUnit": self.say(unit if known else "wait.unknown"),
        }

    def fact(self, key: str, answer: str) -> list[Face]:
        """One line of facts; none at all when there is no answer."""
        return [{"asks": self.say(key), "answers": answer}] if answer else []

    def key(self, name: str, wish: str, icon: str, sentence: str, *, primary: bool = False) -> Face:
        return {"name": name, "wish": wish, "icon": icon, "text": self.say(sentence), "primary": primary}


def span(low: int, high: int) -> str:
    """A range of minutes with an en dash; one number when both ends are the same, or when it is only an upper one."""
    return str(high) if not low or low >= high else f"{low}\N{EN DASH}{high}"
