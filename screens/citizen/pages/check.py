"""核对 in words: who (masked), which item, how many before, where, and what to bring."""

from __future__ import annotations

from kiosk.domain.catalogue import Item
from kiosk.journeys.pages import Check, QueueNow
from kiosk.ports.devices import CardMedia
from screens.citizen.pages.wording import Face, Wording


def face(_: Check, words: Wording) -> Face:
    view = words.view
    item = words.item(view.item)
    now = view.knowledge.queues.get(item.queue) if item else None
    person = view.person
    return {
        "question": words.say("check.question"),
        "sentence": words.say(_sentence(words)),
        "name": person.name if person else "",
        "number": person.number if person else "",
        "green": words.say("chip.green") if person and person.green else "",
        "item": words.item_name(view.item),
        "department": words.department_of(view.item),
        "facts": _facts(item, words) if item else [],
        "take": words.say("check.take"),
        **_figures(now, words),
    }


def _figures(now: QueueNow | None, words: Wording) -> Face:
    """How many wait in the queue: nobody here has a place in it yet, or has one already. The wait is that of this
    person's own kind."""
    green = words.view.person is not None and words.view.person.green
    if now is None:
        return words.figures("check.waiting", None, 0, 0)
    low, high = (now.priority_low, now.priority_high) if green else (now.wait_low, now.wait_high)
    return words.figures("check.waiting", now.waiting, low, high)


def _sentence(words: Wording) -> str:
    if words.view.anonymous:
        return "check.anonymous"
    lies_there = words.view.knowledge.reader.media is CardMedia.PRESENT
    return "check.sentence" if lies_there else "check.typed_sentence"


def _facts(item: Item, words: Wording) -> list[Face]:
    brings = [words.text(material) for material in item.materials]
    joined = ("; " if words.view.language == "en" else "、").join(brings)
    return [
        *words.fact("check.where", words.place_of(item.queue)),
        *words.fact("check.bring", joined),
    ]
