"""The number typed by hand, in words: its groups, and what is already certainly wrong with it."""

from __future__ import annotations

from kiosk.domain.identity import LENGTH
from kiosk.journeys.pages import TypeNumber
from screens.citizen.pages.wording import Face, Wording


def face(page: TypeNumber, words: Wording) -> Face:
    return {
        "question": words.say("number.question"),
        "sentence": words.say("number.sentence"),
        "groups": [page.typed[:6], page.typed[6:14], page.typed[14:LENGTH]],
        "problem": page.problem.value if page.problem else "",
        "complete": page.complete,
        "says": _says(page, words),
        "clear": words.say("number.clear"),
        "submit": words.say("number.submit"),
    }


def _says(page: TypeNumber, words: Wording) -> str:
    if page.problem is not None:
        return words.say(f"number.{page.problem.value}")
    return words.say("number.complete") if page.complete else words.say("number.count", count=len(page.typed))
