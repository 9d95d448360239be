"""A scanned code in words: where to hold it, and, when it leads nowhere, why and what to do instead."""

from __future__ import annotations

from datetime import datetime

from kiosk.journeys.pages import ScanCode, ScanProblem
from screens.citizen.pages.wording import Face, Wording

_NO_USE_AGAIN = (ScanProblem.SCANNER, ScanProblem.HALL, ScanProblem.NOT_READY)


def prompt(_: ScanCode, words: Wording) -> Face:
    return {
        "question": words.say("scan.question"),
        "sentence": words.say("scan.sentence"),
        "pad": words.say("scan.pad"),
        "says": words.say("scan.says"),
    }


def _moment(told: str, words: Wording) -> str:
    """Of `2026-11-23 08:30`, the hall's own time."""
    when = datetime.fromisoformat(told)
    return f"{words.date(when)} {when:%H:%M}"


def problem(page: ScanCode, words: Wording) -> Face:
    """The next step is another try, but where another try cannot help."""
    why = page.problem or ScanProblem.NOT_READ
    again = words.key("scan-again", "scan", "scan", "scan.again", primary=why not in _NO_USE_AGAIN)
    home = words.key("message-home", "home", "home", "scan.home", primary=why in _NO_USE_AGAIN)
    detail = f"scan.{why.value}.detail"
    dated = why is ScanProblem.BOOKING_EARLY and page.detail
    told = _moment(page.detail, words) if dated else page.detail
    return {
        "question": words.say(f"scan.{why.value}.question"),
        "sentence": words.say(f"scan.{why.value}.sentence"),
        "sign": "ok" if why is ScanProblem.TICKET_CALLED else "warn",
        "signKind": "ok" if why is ScanProblem.TICKET_CALLED else "warn",
        "figureHead": "",
        "figure": "",
        "facts": words.fact(detail, told),
        "keys": [home, again] if why in _NO_USE_AGAIN else [again, home],
    }
