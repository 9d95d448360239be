"""Every device that this machine could have, as a technician reads it: how it is, since when, why, and what to do.

Silence is a state of its own: a device whose role does not run, or has said nothing for a while, is unknown, whatever
it said before; one that the configuration has not is not there. Neither is ever shown as well.
"""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kiosk.operation.device_sheet import Listed, Told
from kiosk.ports.devices import NOT_SUPPORTED

_AT_WORK = ("online", "deviceBusy")
_OUT = "out_of_service:"
_SUPPLIES = {
    ("paper", "jammed"): ("bad", "jammed"),
    ("paper", "out"): ("bad", "paper_out"),
    ("cover", "open"): ("bad", "cover_open"),
    ("paper", "low"): ("warn", "paper_low"),
    ("toner", "out"): ("warn", "toner_out"),
    ("toner", "low"): ("warn", "toner_low"),
}
_OF_ITSELF = ("paper", "cover", "toner", "door", "scanner", "keypad", "camera")  # each has sentences when it is unknown
_NO_MATTER = ("reason", "media", "metresLeft", "presented", "headset", "mixer", "errorPolicy")  # whose lack is no news
_SHOWN = ("paper", "cover", "toner", "door")
_PRINTERS = ("receipt-printer", "document-printer")
_ICONS = {"ok": "ok", "warn": "warn", "bad": "stopped", "info": "clock", "off": "off"}


@dataclass(frozen=True, slots=True)
class Now:
    """Both clocks at one moment; `monotonic_ms` is that of the sheets."""

    monotonic_ms: int
    wall: datetime


def command(*arguments: str) -> str:
    """As it is typed in the program's folder."""
    return shlex.join(["python", "main.py", *arguments])


Sheets = Mapping[str, Mapping[str, Told]]  # by role; a role that says nothing is missing
Row = dict[str, Any]


def device_rows(listed: Sequence[Listed], sheets: Sheets, known: Container[str], now: Now) -> list[Row]:
    """In the order of `listed`. `known`: the keys for which there are sentences."""
    return [row for device in listed for row in _rows_of(device, sheets, known, now)]


def _rows_of(device: Listed, sheets: Sheets, known: Container[str], now: Now) -> Iterator[Row]:
    told = [(role, sheet[device.name]) for role, sheet in sheets.items() if device.name in sheet]
    if not device.port:
        yield _row(device, "", "off", "absent", "absent", known)
    elif not told:
        yield _row(device, "", "unknown", "unheard", "unheard", known)
    for role, one in told if device.port else ():
        kind, code = judged(one.fields)
        yield _row(device, role, kind, one.fields.get("device", "unknown"), code, known) | {
            **_since(one, now),
            "out": one.fields.get("reason", "").startswith(_OUT),
            "facts": _facts(one.fields, device.kind, known),
        }


def judged(fields: Mapping[str, str]) -> tuple[str, str]:
    """How it is shown (ok, warn, bad, info, unknown) and the word of what is wrong; empty when nothing is."""
    state, reason = fields.get("device", "unknown"), fields.get("reason", "").removeprefix(_OUT)
    if state == "starting":
        return "info", "starting"
    if state in ("unknown", "notSupported"):
        return "unknown", reason or "unknown"
    if state not in _AT_WORK:
        return "bad", reason or state
    return _at_work(fields, reason)


def _at_work(fields: Mapping[str, str], reason: str) -> tuple[str, str]:
    found = [how for (word, value), how in _SUPPLIES.items() if fields.get(word) == value]
    if found:
        return found[0]
    if reason:
        return "warn", reason
    untold = [word for word, value in fields.items() if value == "unknown" and word not in _NO_MATTER]
    if not untold:
        return "ok", ""
    return "unknown", f"untold_{untold[0]}" if untold[0] in _OF_ITSELF else "untold_part"


def _row(device: Listed, role: str, kind: str, state: str, code: str, known: Container[str]) -> Row:
    """`why` and `act` are keys of sentences: of this class and this reason, of the reason, of the state."""
    return {
        "id": f"{device.name} {role}",
        "device": device.name,
        "name": f"name.{device.name}" if f"name.{device.name}" in known else "",  # of a class without words yet
        "role": f"role.{role}" if role else "",
        "kind": kind,
        "icon": _ICONS.get(kind, "unknown"),
        "state": "state.online" if kind == "ok" else _first(_words(code, state), known),
        "why": _first(_ways("why", device.kind, code, state), known) if code else "",
        "act": _first(_ways("act", device.kind, code, state), known) if code else "",
        "code": code,
        "since": "",
        "age": 0,
        "out": False,
        "facts": [],
        "port": device.port,
        "command": command("probe", *device.probe) if device.probe else "",
    }


def _words(code: str, state: str) -> tuple[str, ...]:
    return f"state.{code}", f"state.{state}", "state.unknown"


def _ways(family: str, kind: str, code: str, state: str) -> tuple[str, ...]:
    return f"{family}.{kind}.{code}", f"{family}.{code}", f"{family}.{kind}.{state}", f"{family}.{state}"


def _first(keys: Sequence[str], known: Container[str]) -> str:
    return next((key for key in keys if key in known), keys[-1])


def _since(told: Told, now: Now) -> Row:
    """With its day where it was not today; `age` in whole minutes."""
    if not told.since_ms:
        return {}
    age_ms = max(0, now.monotonic_ms - told.since_ms)
    then = now.wall - timedelta(milliseconds=age_ms)
    today = then.date() == now.wall.date()
    return {"since": then.strftime("%H:%M:%S" if today else "%m-%d %H:%M"), "age": age_ms // 60_000}


def _facts(fields: Mapping[str, str], kind: str, known: Container[str]) -> list[Row]:
    """What it says of paper, cover, toner and door; of a printer also what it can never tell."""
    told = [(word, fields[word]) for word in _SHOWN if word in fields and f"value.{fields[word]}" in known]
    said = [(word, value) for word, value in told if value != NOT_SUPPORTED or kind in _PRINTERS]
    return [{"asks": f"fact.{word}", "answers": f"value.{value}"} for word, value in said]
