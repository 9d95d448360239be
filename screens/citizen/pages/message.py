"""What went wrong and what to do instead, in words; also the way to a counter, help, and a noted complaint."""

from __future__ import annotations

from kiosk.journeys.pages import ComplaintKept, Failure, FailureReason, GoToCounter, Help
from screens.citizen.pages.wording import Face, Wording

_OURS = (FailureReason.STORAGE_FULL, FailureReason.STORAGE_DAMAGED, FailureReason.UNEXPECTED)


def failure(page: Failure, words: Wording) -> Face:
    item = words.item(words.view.item)
    where = words.place_of(item.queue) if item else words.enquiries()
    keys = [
        words.key("message-home", "home", "home", "failure.home", primary=True),
        words.key("message-help", "help", "help", "failure.help"),
        words.key("message-complaint", "complain", "complaint", "failure.complaint"),
    ]
    facts = [*words.fact("failure.where", where), *words.fact("failure.hotline", words.hotline())]
    kind = "bad" if page.reason in _OURS else "warn"
    return _message(words, f"failure.{page.reason.value}", "warn", kind, facts, keys)


def go_to_counter(_: GoToCounter, words: Wording) -> Face:
    """At night nobody is at a counter: then the number typed here is the way, and the hotline."""
    knowledge, item = words.view.knowledge, words.item(words.view.item)
    nobody = knowledge.hall_reachable is True and knowledge.nobody_works
    facts = [
        *words.fact("counter.where", words.place_of(item.queue) if item else ""),
        *words.fact("counter.consult", words.enquiries()),
    ]
    keys = [
        words.key("message-home", "home", "home", "counter.done", primary=True),
        words.key("message-complaint", "complain", "complaint", "failure.complaint"),
    ]
    if nobody:
        facts = words.fact("counter.hotline", words.hotline())
        return _message(words, "counter.nobody", "warn", "warn", facts, keys)
    return _message(words, "counter", "person", "plain", facts, keys)


def help_page(page: Help, words: Wording) -> Face:
    """What is promised is what the hall can keep: where nobody is at a counter, nobody comes."""
    if words.view.knowledge.hall_reachable and words.view.knowledge.nobody_works:
        return _nobody(page, words)
    facts = [*words.fact("help.where", words.enquiries()), *words.fact("help.hotline", words.hotline())]
    complain = words.key("message-complaint", "complain", "complaint", "help.complaint")
    reached = words.view.knowledge.hall_reachable is not False
    if not page.called and reached:
        call = words.key("help-call", "call-staff", "people", "help.call", primary=True)
        return _message(words, "help", "help", "plain", facts, [call, complain])
    home = words.key("message-home", "home", "home", "help.home", primary=True)
    told = page.called and words.view.knowledge.hall_reachable is True
    family = "help.called" if told else "help.unreached" if page.called else "help.alone"
    kind = "ok" if told else "warn"
    return _message(words, family, kind, kind, facts, [home, complain])


def _nobody(page: Help, words: Wording) -> Face:
    facts = words.fact("help.hotline", words.hotline())
    complain = words.key("message-complaint", "complain", "complaint", "help.complaint")
    first = words.key("help-call", "call-staff", "people", "help.note", primary=True)
    if page.called:
        first = words.key("message-home", "home", "home", "help.home", primary=True)
    family = "help.noted" if page.called else "help.nobody"
    return _message(words, family, "warn", "warn", facts, [first, complain])


def complaint_kept(page: ComplaintKept, words: Wording) -> Face:
    keys = [words.key("message-home", "home", "home", "kept.home", primary=True)]
    facts = words.fact("kept.hotline", words.hotline())
    kept = _message(words, "kept", "ok", "ok", facts, keys)
    return kept | {"figureHead": words.say("kept.number"), "figure": page.number}


def _message(words: Wording, family: str, sign: str, kind: str, facts: list[Face], keys: list[Face]) -> Face:
    return {
        "question": words.say(f"{family}.question"),
        "sentence": words.say(f"{family}.sentence"),
        "sign": sign,
        "signKind": kind,
        "figureHead": "",
        "figure": "",
        "facts": facts,
        "keys": keys,
    }
