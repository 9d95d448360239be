"""核对 in words: who (masked), which item, how many before, where, and what to bring."""

from __future__ import annotations

from kiosk.domain.catalogue import Item
from kiosk.journeys.pages import BookedWhen, Check, QueueNow
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
        "green": _chip(words),
        "item": words.item_name(view.item),
        "department": words.department_of(view.item),
        "facts": _facts(item, words) if item else [],
        "take": words.say("check.take"),
        **_figures(now, words),
    }


def _figures(now: QueueNow | None, words: Wording) -> Face:
    """How many wait in the queue: nobody here has a place in it yet, or has one already. The wait is that of this
    person's own kind."""
    green = _chip(words) != ""
    if now is None:
        return words.figures("check.waiting", None, 0, 0)
    low, high = (now.priority_low, now.priority_high) if green else (now.wait_low, now.wait_high)
    return words.figures("check.waiting", now.waiting, low, high)


def _chip(words: Wording) -> str:
    """Whoever is called before walk-ins: by a booking that this number checks in, or by 绿色通道."""
    if words.view.booked is not None and words.view.booked.when is BookedWhen.OPEN:
        return words.say("chip.booked")
    return words.say("chip.green") if words.view.person and words.view.person.green else ""


def _sentence(words: Wording) -> str:
    if words.view.anonymous:
        return "check.anonymous"
    if words.view.booked is not None and words.view.booked.when is not BookedWhen.OPEN:
        return f"check.{words.view.booked.when.value}_sentence"
    lies_there = words.view.knowledge.reader.media is CardMedia.PRESENT
    return "check.sentence" if lies_there else "check.typed_sentence"


def _booking(words: Wording) -> str:
    booked = words.view.booked
    if booked is None:
        return ""
    key = f"check.booked_{booked.when.value}"
    return words.say(key, begins=booked.begins, ends=booked.ends, opens=booked.opens)


def _facts(item: Item, words: Wording) -> list[Face]:
    brings = [words.text(material) for material in item.materials]
    joined = ("; " if words.view.language == "en" else "、").join(brings)
    return [
        *words.fact("check.booked", _booking(words)),
        *words.fact("check.where", words.place_of(item.queue)),
        *words.fact("check.bring", joined),
    ]
