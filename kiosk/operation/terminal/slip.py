"""What stands on the paper and what is said aloud, in the citizen's language. Masked words only, never a full name."""

from __future__ import annotations

import json
from importlib import resources

from kiosk.domain.calendar import local
from kiosk.domain.catalogue import Catalogue, HallSettings, Language
from kiosk.domain.ticket import Group, TicketView
from kiosk.journeys.effects import Prompt
from kiosk.ports.devices import Announcement, TicketSlip

_SENTENCES: dict[str, dict[str, str]] = json.loads(
    resources.files("kiosk.operation.terminal").joinpath("sentences.json").read_text("utf-8")
)


def sentence(key: str, language: Language, **values: object) -> str:
    return _SENTENCES[language.value][key].format(**values)


def announcement(prompt: Prompt, language: Language, *, slow: bool = False) -> Announcement:
    return Announcement(prompt.value, sentence(f"say_{prompt.value}", language), slow=slow)


def slip_of(
    ticket: TicketView, code: str, settings: HallSettings, catalogue: Catalogue, language: Language, *, reprint: bool
) -> TicketSlip:
    """The printed ticket. An item that has left the catalogue since is printed by its code, never left out."""
    item = catalogue.item(ticket.item)
    department = catalogue.department(item.department) if item else None
    return TicketSlip(
        hall=settings.name.in_language(language),
        label=ticket.label,
        item=item.name.in_language(language) if item else ticket.item,
        department=department.name.in_language(language) if department else "",
        kind=_kind(ticket, language),
        holder=_holder(ticket, language),
        ahead=sentence("own_called", language) if ticket.own else sentence("ahead", language, count=ticket.ahead),
        estimate=_estimate(ticket, language),
        where=settings.place_of(ticket.queue).in_language(language),
        taken_at=local(ticket.taken_ms).strftime("%Y-%m-%d %H:%M"),
        reprint=reprint,
        rules=tuple(rule.in_language(language) for rule in settings.ticket_rules),
        code=code,
        code_caption=sentence("code_caption", language) if code else "",
    )


def _kind(ticket: TicketView, language: Language) -> str:
    kinds = [] if ticket.group is Group.WALK_IN else [sentence(ticket.group.value, language)]
    return "  ".join([*kinds, *([sentence("own", language)] if ticket.own else [])])


def _holder(ticket: TicketView, language: Language) -> str:
    tail = sentence("tail", language, tail=ticket.tail) if ticket.tail else ""
    return "  ".join(part for part in (ticket.name, tail) if part)


def _estimate(ticket: TicketView, language: Language) -> str:
    if ticket.own:
        return sentence("own_urgent", language)
    if not ticket.wait_high:
        return ""
    if not ticket.wait_low:
        return sentence("estimate_at_most", language, high=ticket.wait_high)
    key = "estimate_one" if ticket.wait_low >= ticket.wait_high else "estimate"
    return sentence(key, language, low=ticket.wait_low, high=ticket.wait_high)
