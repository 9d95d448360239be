"""The first page in words: how many wait, what is often asked for, and what does not work just now."""

from __future__ import annotations

from kiosk.domain.catalogue import Item
from kiosk.journeys.pages import Home
from kiosk.ports.devices import Cover, DeviceState, Paper
from screens.citizen.pages.wording import Face, Wording

SHOWN = 6
_WORKS = (DeviceState.ONLINE, DeviceState.BUSY)
_CANNOT_TELL = (DeviceState.UNKNOWN, DeviceState.STARTING, DeviceState.NOT_SUPPORTED)


def face(_: Home, words: Wording) -> Face:
    knowledge = words.view.knowledge
    hot = knowledge.catalogue.hot()[:SHOWN] if knowledge.catalogue else ()
    return {
        **_first_step(words),
        "waiting": "" if knowledge.waiting is None else str(knowledge.waiting),
        "waitingUnit": words.say("home.waiting"),
        "notices": notices(words),
        "hotHead": words.say("home.hot"),
        "hotHelp": words.say("home.hot_help"),
        "hot": [tile(item, words) for item in hot],
        "more": words.say("home.more_short" if _can_scan(words) else "home.more"),
        "complaint": words.say("home.complaint"),
        "lost": words.say("home.lost"),
        "scan": words.say("home.scan") if _can_scan(words) else "",
    }


def _first_step(words: Wording) -> Face:
    """The one filled key: a number; and while this machine knows no items yet, somebody who can help."""
    if words.view.knowledge.catalogue is None or words.view.knowledge.settings is None:
        return {
            "question": words.say("home.not_ready.question"),
            "sentence": words.say("home.not_ready.sentence"),
            "take": words.say("home.elder_help"),
            "takeHelp": words.say("home.elder_help_help"),
            "takeIcon": "help",
            "takeWish": "help",
        }
    return {
        "question": words.say("home.question"),
        "sentence": words.say("home.sentence"),
        "take": words.say("home.take"),
        "takeHelp": words.say("home.take_help"),
        "takeIcon": "ticket",
        "takeWish": "departments",
    }


def elder_face(page: Home, words: Wording) -> Face:
    usual = face(page, words)
    return (
        usual
        | (_elder_step(words) if usual["takeWish"] == "departments" else {"sentence": ""})
        | {
            "hotHelp": words.say("home.elder_hot_help"),
            "help": words.say("home.elder_help"),
            "helpHelp": words.say("home.elder_help_help"),
            "complaint": words.say("home.elder_complaint"),
            "complaintHelp": words.say("home.complaint_help"),
        }
    )


def _elder_step(words: Wording) -> Face:
    waiting = words.view.knowledge.waiting
    help_key = "home.elder_take_help" if waiting is None else "home.elder_waiting"
    return {
        "question": words.say("home.elder_question"),
        "sentence": "",
        "takeHelp": words.say(help_key, count=waiting),
    }


def tile(item: Item, words: Wording) -> Face:
    department = words.department(item.department)
    return {
        "code": item.code,
        "name": words.text(item.short),
        "icon": department.icon.value if department else "list",
        "detail": words.waiting(item.queue),
    }


def notices(words: Wording) -> list[str]:
    """The one thing that matters most to somebody who wants a number; never more than one."""
    knowledge = words.view.knowledge
    if knowledge.catalogue is None or knowledge.settings is None:
        return [words.say("home.notice.not_ready")]
    if knowledge.hall_reachable is False:
        return [words.say("home.notice.own" if knowledge.own_numbers else "home.notice.hall")]
    if knowledge.reader.device not in _WORKS + _CANNOT_TELL:
        return [words.say("home.notice.reader")]
    return [words.say("home.notice.paper")] if _cannot_print(words) else []


def _can_scan(words: Wording) -> bool:
    return words.view.knowledge.scanner.device in _WORKS


def _cannot_print(words: Wording) -> bool:
    printer = words.view.knowledge.printer
    gone = printer.device not in _WORKS + _CANNOT_TELL
    return gone or printer.paper in (Paper.OUT, Paper.JAMMED) or printer.cover is Cover.OPEN
