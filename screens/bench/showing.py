"""The bench's state as plain values for QML. Unknown words of a newer bench are shown as unknown, never as well."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

READER, PRINTER = "id-card", "receipt-printer"


class LineState(StrEnum):
    """One of four ways a device's line can be; a person chooses among them."""

    GOOD = "good"
    SILENT = "silent"
    NOISY = "noisy"
    UNPLUGGED = "unplugged"


def line_of(device: Mapping[str, Any]) -> LineState:
    faults = device.get("faults", [])
    if not device.get("plugged", False):
        return LineState.UNPLUGGED
    if "silence" in faults or device.get("hanging") is True:
        return LineState.SILENT
    return LineState.NOISY if "noise" in faults else LineState.GOOD


def orders_for(device: str, wanted: LineState) -> tuple[dict[str, Any], ...]:
    """The commands that bring a device's line into the wanted state, in order."""
    lifted = {"do": "lift_faults", "device": device}
    match wanted:
        case LineState.GOOD:
            return lifted, {"do": "plug", "device": device}
        case LineState.SILENT:
            return lifted, {"do": "plug", "device": device}, {"do": "silence", "device": device}
        case LineState.NOISY:
            return lifted, {"do": "plug", "device": device}, {"do": "noise", "device": device, "where": "before"}
        case LineState.UNPLUGGED:
            return ({"do": "unplug", "device": device},)


def bench_page(state: Mapping[str, Any], cards: list[dict[str, Any]]) -> dict[str, Any]:
    reader, printer = state.get(READER, {}), state.get(PRINTER, {})
    hanging = printer.get("hanging_tickets", [])
    return {
        "reader": {"line": line_of(reader).value if reader else "", "card": str(reader.get("card", ""))},
        "printer": {
            "line": line_of(printer).value if printer else "",
            "paper": str(printer.get("paper", "unknown")),
            "cover": str(printer.get("cover", "unknown")),
            "cutter": "" if not printer else "stuck" if printer.get("cutter_error") else "good",
            "printing": printer.get("printing") is True,
            "hanging": len(hanging),
        },
        "cards": cards,
    }


def card_shown(card: Mapping[str, Any]) -> dict[str, Any]:
    """A sample card: its invented name, and what is special about it as the bench says it."""
    name, _, special = str(card.get("title", "")).partition("  ")
    return {
        "card": str(card.get("card", "")),
        "name": name,
        "special": special,
        "number": str(card.get("number", ""))[-4:],
    }
