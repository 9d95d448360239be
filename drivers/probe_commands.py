"""`main.py probe`: one device asked directly, by its own folder's `probe`; and the list of what is plugged in."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any, TextIO

from drivers.binding.listing import PortListing, SysfsListing
from drivers.binding.suggestions import Suggestion, suggestions
from drivers.device_classes import device_classes, with_part
from drivers.probing import ProbeExit
from kiosk.operation.command_line import ProbeCommand
from kiosk.operation.configuration.device_tables import PLACE


def commands() -> tuple[ProbeCommand, ...]:
    parts = ((one.name, one.part("probe")) for one in with_part("probe"))
    return tuple(_command(name, part) for name, part in parts)


def _command(name: str, part: Any) -> ProbeCommand:
    """A class whose devices stand at no port says in `PLACE` what --port takes."""
    made = ProbeCommand(name, part.WORDS, part.add_arguments)
    return replace(made, place=part.PLACE) if hasattr(part, "PLACE") else made


def run(given: argparse.Namespace, out: TextIO) -> int:
    """The exit code, see ProbeExit."""
    if given.device == "list":
        return list_ports(given.json, out)
    chosen = next(one for one in with_part("probe") if one.name == given.device)
    return int(chosen.part("probe").probe(given, out))


def list_ports(as_json: bool, out: TextIO, listing: PortListing | None = None) -> int:
    """What is plugged in, as it can be written into the configuration."""
    hints = {one.name: one.hints for one in device_classes()}
    found = suggestions((listing or SysfsListing()).ports(), hints)
    if as_json:
        print(json.dumps([_value(each) for each in found], ensure_ascii=False), file=out)
    elif not found:
        print("Nothing is plugged into this machine's USB.", file=out)
    else:
        for each in found:
            print(_sentence(each), file=out)
    return ProbeExit.WORKS


def _value(one: Suggestion) -> dict[str, object]:
    port = one.port
    return {
        "port": PLACE + port.place,
        "node": port.node,
        "device": f"{port.vendor:04x}:{port.product:04x}",
        "name": port.name,
        "may_be": list(one.classes),
    }


def _sentence(one: Suggestion) -> str:
    port = one.port
    what = f"{port.vendor:04x}:{port.product:04x} {port.name}".strip()
    maybe = f"; may be {', '.join(one.classes)}" if one.classes else ""
    return f"{PLACE}{port.place:16} {what}{f' at {port.node}' if port.node else ''}{maybe}"
