"""The card in words: the notice before anything is read, what the reader says, and every way not to agree."""

from __future__ import annotations

from kiosk.journeys.pages import CardPrompt, CardThere, TakeYourCard
from kiosk.ports.devices import ReadFailure
from screens.citizen.pages.wording import Face, Wording

_HOPELESS = (ReadFailure.READER_GONE, ReadFailure.READER_FAULT, ReadFailure.CARD_UNKNOWN, ReadFailure.CARD_REFUSED)


def prompt(page: CardPrompt, words: Wording) -> Face:
    family, says, kind = _state(page)
    return _consent(words) | {
        "question": words.say(f"{family}.question"),
        "sentence": words.say(f"{family}.sentence"),
        "waiting": page.failure is None and not (page.reading or page.left_lying),
        "lifting": page.left_lying,
        "filled": page.failure is None,
        "says": words.say(says),
        "saysKind": kind,
        "keys": _keys(page, words),
    }


def there(_: CardThere, words: Wording) -> Face:
    return _consent(words) | {
        "question": words.say("there.question"),
        "sentence": words.say("there.sentence"),
        "waiting": False,
        "lifting": False,
        "filled": False,
        "says": words.say("there.says"),
        "saysKind": "plain",
        "keys": [
            words.key("card-agree", "agree", "check", "there.agree", primary=True),
            words.key("card-decline", "decline", "hand", "card.decline"),
        ],
    }


def take_your_card(page: TakeYourCard, words: Wording) -> Face:
    return {
        "question": words.say("take_card.question"),
        "sentence": words.say("take_card.reported" if page.reported else "take_card.sentence"),
        "says": words.say("take_card.says"),
        "keys": [words.key("card-not-mine", "home", "", "take_card.not_mine")] if page.reported else [],
    }


def _state(page: CardPrompt) -> tuple[str, str, str]:
    """Which sentences, what the device says, and how that is shown."""
    if page.left_lying:
        return "card.left_lying", "card.says_left_lying", "warn"
    if page.failure is not None:
        return f"card.{page.failure.value}", "card.says_failed", "bad"
    if page.reading:
        return "card.reading", "card.says_reading", "plain"
    return ("card.taken_away" if page.taken_away else "card"), "card.says_waiting", "plain"


def _keys(page: CardPrompt, words: Wording) -> list[Face]:
    if page.failure is None:
        decline = words.key("card-decline", "decline", "hand", "card.decline")
        return [words.key("card-type", "keypad", "keypad", "card.type"), decline]
    counter = words.key("card-decline", "decline", "hand", "card.counter")
    hopeless = page.failure in _HOPELESS
    again = words.key("card-again", "retry", "restore", "card.again", primary=not hopeless)
    typed = words.key("card-type", "keypad", "keypad", "card.type_instead", primary=hopeless)
    return [typed, again, counter] if hopeless else [again, typed, counter]


def _consent(words: Wording) -> Face:
    settings = words.view.knowledge.settings
    lines = settings.consent.lines if settings else ()
    return {
        "consentHead": words.text(settings.consent.title) if settings else "",
        "consent": [{"asks": words.text(line.topic), "answers": words.text(line.text)} for line in lines],
    }
