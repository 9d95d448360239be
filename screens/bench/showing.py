"""The bench's state as plain values for QML. Unknown words of a newer bench are shown as unknown, never as well."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

READER, PRINTER = "id-card", "receipt-printer"
SCANNER, STRIPS, BOARD, CAMERA, PAD = "code-scanner", "counter-display", "signal-board", "camera", "keypad"
DOCUMENT = "document-printer"
OTHERS = {"scanner": SCANNER, "strips": STRIPS, "board": BOARD, "camera": CAMERA, "pad": PAD, "document": DOCUMENT}
# What a hand chooses at the document printer, and the word of IPP by which the printer says it.
PAPER = {"low": "media-low-warning", "out": "media-empty-error"}
INNER = {"jam": "media-jam-error", "open": "cover-open-error", "toner": "toner-empty-error"}
_MODES = ("off", "continuous", "slow", "quick")


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
        "others": others_page(state),
    }


def others_page(state: Mapping[str, Any]) -> dict[str, Any]:
    """The devices that most terminals lack; each an empty line while nobody told of it."""
    there = {name: state.get(device, {}) for name, device in OTHERS.items()}
    lines: dict[str, dict[str, Any]] = {
        name: {"line": line_of(device).value if device else ""} for name, device in there.items()
    }
    strips, board, camera = there["strips"], there["board"], there["camera"]
    lines["strips"] |= {"rows": [_strip(strips, address) for address in sorted(strips.get("texts", {}))]}
    lines["board"] |= {
        "lights": [_MODES[mode] if mode in range(4) else "unknown" for mode in board.get("lights", [])],
        "door": "" if not board else "open" if True in board.get("inputs", [])[:1] else "closed",
    }
    still = "still" if camera.get("stands_still") else "moving"
    lines["camera"] |= {"scene": str(camera.get("document", "")), "motion": still if camera else ""}
    lines["face"] = {"line": lines["camera"]["line"], "scene": str(camera.get("face", ""))}  # on the same plug
    lines["document"] |= document_shown(there["document"])
    lines["scanner"] |= {"looking": there["scanner"].get("looking") is True}
    return lines


def document_shown(printer: Mapping[str, Any]) -> dict[str, Any]:
    """`trouble` names the first thing that keeps a page back, or the paper that runs low."""
    if not printer:
        return {"paper": "", "inner": "", "queue": "", "tray": 0, "trouble": ""}
    says = printer.get("says", [])
    paper = next((level for level, word in PAPER.items() if word in says), "full")
    inner = next((state for state, word in INNER.items() if word in says), "good")
    queue = "stopped" if printer.get("stopped") else "running"
    inside = "" if inner == "good" else f"inner.{inner}"
    halted = "queue.stopped" if queue == "stopped" else ""
    trouble = inside or ("paper.out" if paper == "out" else "") or halted or ("" if paper == "full" else "paper.low")
    tray = printer.get("in_tray", 0)
    return {"paper": paper, "inner": inner, "queue": queue, "tray": tray, "trouble": trouble}


def says_only(chosen: str, words: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """The commands after which the document printer says the chosen one of these words and none of the others."""
    return tuple({"do": "document_says", "reason": word, "on": one == chosen} for one, word in sorted(words.items()))


def _strip(strips: Mapping[str, Any], address: str) -> dict[str, Any]:
    dark = int(address) in strips.get("dark", [])
    return {"address": address, "text": str(strips["texts"][address]).strip(), "power": "off" if dark else "on"}


def card_shown(card: Mapping[str, Any]) -> dict[str, Any]:
    """A sample card: its invented name, and what is special about it as the bench says it."""
    name, _, special = str(card.get("title", "")).partition("  ")
    return {
        "card": str(card.get("card", "")),
        "name": name,
        "special": special,
        "number": str(card.get("number", ""))[-4:],
    }
