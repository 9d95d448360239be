"""From configuration to a DocumentPrinter under the supervisor."""

from __future__ import annotations

import hashlib
import platform

from drivers.attaching import Surroundings
from drivers.document_printer.printer import NAME, PagePrinter, PageSettings
from drivers.document_printer.printing import Patience
from drivers.document_printer.settings import Settings
from drivers.document_printer.template import template_named


def attach(settings: Settings, around: Surroundings) -> PagePrinter:
    wanted = PageSettings(
        around.port(settings.queue, NAME),
        user_of(str(around.state.root.resolve())),
        template_named(settings.template),
        settings.guides == "with_ticket",
        debounce_s=around.debounce_s,
        patience=Patience(give_up=float(settings.give_up_s)),
    )
    return PagePrinter(around.supervisor, wanted)


def user_of(place: str) -> str:
    """The same for this terminal at every start, another for the next one at the same print server."""
    return "hall-" + hashlib.sha256(f"{platform.node()} {place}".encode()).hexdigest()[:12]
