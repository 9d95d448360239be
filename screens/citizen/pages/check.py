"""核对 in words: who (masked), which item, how many before, where, and what to bring."""

from __future__ import annotations

from kiosk.domain.catalogue import Item
from kiosk.journeys.pages import Check
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
        **words.figures(now.waiting if now else None, now.wait_low if now else 0, now.wait_high if now else 0),
    }


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
