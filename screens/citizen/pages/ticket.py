"""A ticket in words: the number, who is before it, and what the printer itself said about the paper."""

from __future__ import annotations

from kiosk.domain.calendar import local
from kiosk.domain.ticket import Group, TicketState, TicketView
from kiosk.journeys.pages import AlreadyWaiting, GuidePhase, PaperPhase, PassedRecently, TicketPage, Working
from screens.citizen.pages.wording import Face, Wording
from screens.components.qr_code import qr_code

_BACK = "back"  # not printed, and the printer works again
_SIGNS = {PaperPhase.FAILED.value: ("warn", "warn"), PaperPhase.UNKNOWN.value: ("warn", "warn"), _BACK: ("info", "ok")}
_KINDS = {Group.GREEN: "chip.green", Group.BOOKED: "chip.booked"}
_HELP_PLACE, _REPRINT_PLACE = 1, 0
_CALM = (PaperPhase.PRINTING.value, PaperPhase.PRINTED.value, PaperPhase.NONE.value)  # nothing is wrong with the paper


def working(_: Working, words: Wording) -> Face:
    return {
        "question": words.say("working.question"),
        "sentence": words.say("working.sentence"),
        "slow": words.say("working.slow"),
        "steps": [words.say(f"working.step_{step}") for step in ("take", "print", "done")],
    }


def ticket(page: TicketPage, words: Wording) -> Face:
    phase = _phase(page)
    sign, kind = _SIGNS.get(phase, ("ok", "ok"))
    return _card(page.ticket, page.code, words, wiped=page.wiped) | {
        "question": words.say(f"ticket.{_headline(page, phase)}.question"),
        "sentence": _sentence(page, phase, words),
        "sign": sign,
        "signKind": kind,
        "slotSays": words.say(f"ticket.slot_{phase}"),
        "rule": _rule(page.ticket, words),
        "paperOut": page.paper in (PaperPhase.PRINTING, PaperPhase.PRINTED),
        "filled": True,
        "keys": _keys(page, words),
    }


def already_waiting(page: AlreadyWaiting, words: Wording) -> Face:
    keys = [
        words.key("ticket-reprint", "reprint", "printer", "already.reprint", primary=True),
        words.key("ticket-help", "help", "help", "ticket.help"),
    ]
    family = {TicketState.CALLED: "called", TicketState.SERVING: "serving"}.get(page.ticket.state, "already")
    return _standing(page, family, "info", keys, words)


def passed_recently(page: PassedRecently, words: Wording) -> Face:
    keys = [
        words.key("ticket-restore", "restore", "restore", "passed.restore", primary=True),
        words.key("ticket-help", "help", "help", "ticket.help"),
    ]
    return _standing(page, "passed", "clock", keys, words)


def _standing(page: AlreadyWaiting | PassedRecently, family: str, sign: str, keys: list[Face], words: Wording) -> Face:
    return _card(page.ticket, "", words, wiped=page.wiped) | {
        "question": words.say(f"{family}.question"),
        "sentence": words.say(f"{family}.sentence", counter=page.ticket.counter),
        "sign": sign,
        "filled": False,
        "keys": keys,
    }


def _card(ticket: TicketView, code: str, words: Wording, *, wiped: bool = False) -> Face:
    return {
        "heading": words.say("ticket.heading"),
        "kind": _kind(ticket, words),
        "label": ticket.label,
        "item": words.item_name(ticket.item),
        "code": qr_code(code),
        "codeCaption": words.say("ticket.code") if code else "",
        "facts": [
            *words.fact("ticket.where", words.place_of(ticket.queue)),
            *words.fact("ticket.taken", local(ticket.taken_ms).strftime("%H:%M")),
            *words.fact("ticket.tail", "" if words.view.elder else _tail(ticket, words, wiped)),
        ],
        **_figures(ticket, words),
    }


def _tail(ticket: TicketView, words: Wording, wiped: bool) -> str:
    """Its place is kept when the card is lifted: nothing may jump under a reader's eyes."""
    return words.say("ticket.tail_wiped") if wiped else ticket.tail


def _kind(ticket: TicketView, words: Wording) -> str:
    if ticket.own:
        return words.say("chip.own")
    return words.say(_KINDS[ticket.group]) if ticket.group in _KINDS else ""


def _phase(page: TicketPage) -> str:
    if page.restored and page.paper is PaperPhase.NONE:
        return "restored"
    return _BACK if page.printer_back and page.paper is PaperPhase.FAILED else page.paper.value


def _headline(page: TicketPage, phase: str) -> str:
    """补打 is no new number, and is not told as one."""
    return f"again.{phase}" if page.again and phase in _CALM else phase


def _figures(ticket: TicketView, words: Wording) -> Face:
    """A number that was called or passed over has no place in the queue, so there is nothing to say of it; of one that
    the hall has not heard of nobody can tell."""
    if ticket.state in (TicketState.PASSED, TicketState.CALLED, TicketState.SERVING):
        return words.figures("check.ahead", None, 0, 0) | {
            "aheadHead": "",
            "aheadUnit": "",
            "waitHead": "",
            "waitUnit": "",
        }
    if ticket.own:
        return words.figures("check.ahead", None, 0, 0)
    return words.figures("check.ahead", ticket.ahead, ticket.wait_low, ticket.wait_high)


def _sentence(page: TicketPage, phase: str, words: Wording) -> str:
    if not page.may_reprint and phase == PaperPhase.UNKNOWN.value:
        return words.say("ticket.no_reprint")
    if phase == PaperPhase.FAILED.value:
        return words.say_if_known(f"ticket.failed.{page.reason}", "ticket.failed.sentence")
    if page.ticket.own and phase in _CALM:
        return words.say("ticket.own.sentence")
    if phase == PaperPhase.PRINTED.value and page.guide is not GuidePhase.NONE:
        return words.say(f"ticket.guide.{page.guide}")
    return words.say(f"ticket.{phase}.sentence")


def _rule(ticket: TicketView, words: Wording) -> str:
    """The hall's own second line about what happens when a call is missed; what to do with a number of this machine."""
    if ticket.own:
        return words.say("ticket.own.rule")
    settings = words.view.knowledge.settings
    return words.text(settings.ticket_rules[-1]) if settings and settings.ticket_rules else ""


def _keys(page: TicketPage, words: Wording) -> list[Face]:
    """Each key has its own half of the row, also while the other half is empty."""
    help_key = words.key("ticket-help", "help", "help", "ticket.help") | {"place": _HELP_PLACE}
    if page.paper is PaperPhase.PRINTING or not page.may_reprint:
        return [help_key]
    again = "ticket.reprint" if page.paper is PaperPhase.PRINTED else "ticket.reprint_again"
    return [words.key("ticket-reprint", "reprint", "printer", again) | {"place": _REPRINT_PLACE}, help_key]
