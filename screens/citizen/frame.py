"""What stands around a page in words: header, step rail, footer, time left. Places never move; some stay empty."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.ticket import TicketView
from kiosk.journeys import pages as of
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper
from screens.citizen.pages.wording import Face, Wording
from screens.citizen.settings import ScreenSettings

_WORKS = (DeviceState.ONLINE, DeviceState.BUSY)
_CANNOT_TELL = (DeviceState.UNKNOWN, DeviceState.STARTING, DeviceState.NOT_SUPPORTED)
_UNTOLD = (Paper.UNKNOWN, Paper.NOT_SUPPORTED)  # not now, or never: a line back that is not wired
_DONE = (of.TicketPage, of.ComplaintKept)
_NO_WAY_OUT = (of.Working, of.TakeYourCard)
_HELP_ON_THE_PAGE = (of.TicketPage, of.AlreadyWaiting, of.PassedRecently, of.Failure, of.Help)
_PAPER = {
    Paper.OUT: ("chip.paper_out", "bad"),
    Paper.JAMMED: ("chip.jammed", "bad"),
    Paper.LOW: ("chip.paper_low", "warn"),
}


def header(view: of.View, settings: ScreenSettings, now: datetime) -> Face:
    words = Wording(view)
    hall = view.knowledge.settings
    chip, kind = machine_state(view.knowledge)
    return {
        "hall": words.text(hall.name) if hall else "",
        "place": settings.place_en if view.language == "en" else settings.place,
        "machine": words.say("frame.machine", machine=settings.machine),
        "clock": now.strftime("%H:%M"),
        "date": words.date(now),
        "chip": words.say(chip),
        "chipKind": kind,
    }


def machine_state(knowledge: of.Knowledge) -> tuple[str, str]:
    """The one word on the machine's state. Silence is never read as fine: it has a word of its own."""
    if knowledge.hall_reachable is False:
        return "chip.hall", "bad"
    if _broken(knowledge.reader):
        return "chip.reader", "bad"
    if _broken(knowledge.printer) or knowledge.printer.cover is Cover.OPEN:
        return "chip.printer", "bad"
    if knowledge.printer.paper in _PAPER:
        return _PAPER[knowledge.printer.paper]
    told = knowledge.printer.paper not in _UNTOLD and knowledge.printer.cover is not Cover.UNKNOWN
    works = knowledge.reader.device in _WORKS and knowledge.printer.device in _WORKS
    every = works and told and knowledge.hall_reachable
    if every and knowledge.others is not of.OtherDevices.WELL:
        return ("chip.partly", "warn") if knowledge.others is of.OtherDevices.ILL else ("chip.unknown", "unknown")
    return ("chip.ok", "ok") if every else ("chip.unknown", "unknown")


def rail(view: of.View) -> Face:
    """The steps of this journey in the order in which this person takes them."""
    if view.step is None:
        return {"steps": [], "at": 0}
    steps = [of.Step.CHOOSE, of.Step.CHECK, of.Step.TAKE]
    if not view.anonymous:
        card_first = view.step is of.Step.IDENTIFY and not view.item
        card_first = card_first or (view.step is of.Step.CHOOSE and view.person is not None)
        steps.insert(0 if card_first else 1, of.Step.IDENTIFY)
    words = Wording(view)
    return {"steps": [words.say(f"step.{step.value}") for step in steps], "at": steps.index(view.step)}


def time(view: of.View) -> Face:
    words = Wording(view)
    left = -1 if view.seconds_left is None else view.seconds_left
    last = words.say("warning.last") if view.warning and view.extensions_left <= 0 else ""
    return {
        "left": left,
        "whole": view.seconds_whole,
        "warning": view.warning,
        "last": last,
        "number": _number(words, view.page),
        "words": words.say("frame.time_left", seconds=left) if view.elder and left >= 0 else "",
    }


def _number(words: Wording, page: of.Page) -> str:
    """A number is nobody's secret, and it may be all that a person has of it: it stays while the warning shows."""
    ticket = getattr(page, "ticket", None)
    return words.say("warning.number", label=ticket.label) if isinstance(ticket, TicketView) else ""


def slots(view: of.View, settings: ScreenSettings) -> list[Face | None]:
    """The footer: seven places, three in elder mode."""
    if isinstance(view.page, _NO_WAY_OUT):
        return []
    if view.elder:
        return _elder_slots(view, settings)
    key = _Keys(Wording(view))
    language = key("language", "chinese" if view.language == "en" else "english")
    aloud = key("aloud", "speaker") if _is_heard(view, settings) else None
    common = [key("elder", "elder"), language, aloud]
    if isinstance(view.page, of.Home):
        low = key("low", "low") if settings.low_layout_helps else None
        sixth = {"time": True} if view.session else low
        return [{"hotline": key.words.hotline()}, None, *common, sixth, key("help", "help")]
    done = isinstance(view.page, _DONE)
    leave = key("exit", "check" if done else "exit", "done" if done else "")
    back = key("back", "back") if view.back else None
    return [key("home", "home"), back, *common, {"time": True}, leave]


def _elder_slots(view: of.View, settings: ScreenSettings) -> list[Face | None]:
    key = _Keys(Wording(view))
    heard = _is_heard(view, settings)
    wants_help = None if isinstance(view.page, _HELP_ON_THE_PAGE) else key("help", "help")  # never twice
    aloud = key("aloud", "speaker", "aloud_elder") if heard else wants_help
    if isinstance(view.page, of.Home):
        contrast = key("contrast", "contrast", "plain" if view.contrast else "")
        last = aloud if heard else key("language", "chinese" if view.language == "en" else "english")
        return [key("elder", "standard", "standard"), contrast, last]
    done = isinstance(view.page, _DONE)
    leave = key("exit", "check" if done else "exit", "done" if done else "")
    return [key("back", "back") if view.back else None, aloud, leave]


def _is_heard(view: of.View, settings: ScreenSettings) -> bool:
    """A key that nobody would hear is not offered."""
    return settings.voice and view.knowledge.voiced


def _broken(device: DeviceStatus) -> bool:
    return device.device not in _WORKS + _CANNOT_TELL


class _Keys:
    """Makes footer keys: a name, its icon, and its word (by default the name's own)."""

    def __init__(self, words: Wording) -> None:
        self.words = words

    def __call__(self, name: str, icon: str, word: str = "") -> Face:
        return {"name": name, "icon": icon, "word": self.words.say(f"frame.{word or name}")}
