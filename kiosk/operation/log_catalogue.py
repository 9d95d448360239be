"""The catalogue of log events as data, and the types that keep personal data out of every field.

One TOML file a room in `log_events/`; a table is an event: `level`, `sentence` for the technician with `{field}` in it,
and `fields` with a type each. What stands in square brackets is left out when a field in it has nothing to say (not
given, 0, false or "none"), so that no sentence ends in an empty detail. No type admits Chinese characters, spaces or
nine digits in a row, so that neither a name nor an address nor a number of a person fits in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.ports.log import LogValue

FOLDER = Path(__file__).with_name("log_events")
LEVELS = ("debug", "info", "warning", "error")

_DETAIL = re.compile(r"\[([^\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_NOTHING = (0, "", "none")  # 0 is also false
_LONG_NUMBER = re.compile(r"[0-9]{9}")


def _whole(value: LogValue, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _matches(pattern: str) -> Callable[[LogValue], bool]:
    whole = re.compile(pattern)

    def fits(value: LogValue) -> bool:
        return isinstance(value, str) and bool(whole.fullmatch(value)) and not _LONG_NUMBER.search(value)

    return fits


def _uuid(value: LogValue) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", value))


def _number(value: LogValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


FIELD_TYPES: dict[str, tuple[Callable[[LogValue], bool], str]] = {
    "code": (_matches(r"[A-Za-z_][A-Za-z0-9_.:+-]{0,63}"), "a word of the program: letters, digits, _ . : + -"),
    "word": (_matches(r"[A-Za-z_][A-Za-z0-9_.:+-]{0,63}"), "a word of the program, said in plain words"),
    "count": (lambda value: _whole(value, 0, 999_999_999), "a whole number from 0"),
    "integer": (lambda value: _whole(value, -999_999_999, 999_999_999), "a whole number"),
    "number": (_number, "a number, as for times in the field's unit"),
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "label": (_matches(r"[A-Z]{1,3}[0-9]{1,5}"), "a ticket's number as called: A017"),
    "uuid": (_uuid, "an identity that the program made"),
    "port": (_matches(r"[A-Za-z0-9_./:@?=&%+,\[\]-]{1,200}"), "a device path or a URL of a port"),
    "trace": (_matches(r"[A-Za-z0-9_./:<> -]{0,4000}"), "places in the program: file:line function"),
}


class LogMisuseError(Exception):
    """An event or field that the catalogue does not list: a bug of ours, raised in tests only."""


@dataclass(frozen=True, slots=True)
class Event:
    name: str
    level: str
    sentence: str
    fields: dict[str, str]

    def refusals(self, given: dict[str, LogValue]) -> dict[str, str]:
        """The given fields that may not be written, each with what is wrong."""
        wrong = {name: "is not listed" for name in given if name not in self.fields}
        for name, kind in self.fields.items():
            fits, words = FIELD_TYPES[kind]
            if name in given and not fits(given[name]):
                wrong[name] = f"must be {words}"
        return wrong

    def spoken(self, given: dict[str, LogValue]) -> str:
        """The technician's sentence; a field that was not given shows as `?`, outside of square brackets."""
        told = _DETAIL.sub(lambda part: _detail(part[1], given), self.sentence)
        return told.format_map({name: _said(given.get(name, "?"), kind) for name, kind in self.fields.items()})


def _said(value: LogValue, kind: str) -> LogValue:
    """A `word` as people write it: no_such_port and noDevice are no such port and no device."""
    if kind != "word" or not isinstance(value, str):
        return value
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", value).replace("_", " ").lower()


def _detail(words: str, given: dict[str, LogValue]) -> str:
    return words if all(given.get(name, 0) not in _NOTHING for name in _FIELD.findall(words)) else ""


def read_events(paths: Iterable[Path]) -> dict[str, Event]:
    """All events of the files. Raises LogMisuseError for a level, type or placeholder that does not exist."""
    events: dict[str, Event] = {}
    for path in paths:
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in events:
                raise LogMisuseError(f"{path.name}: {name} is listed twice")
            events[name] = _checked(Event(name, table["level"], table["sentence"], table.get("fields", {})), path.name)
    return events


def _checked(event: Event, file: str) -> Event:
    placeholders = set(_FIELD.findall(event.sentence))
    unknown = [kind for kind in event.fields.values() if kind not in FIELD_TYPES]
    if event.level not in LEVELS or unknown or not placeholders <= set(event.fields):
        raise LogMisuseError(f"{file}: {event.name} names a level, a field type or a placeholder that does not exist")
    return event


@cache
def catalogue() -> dict[str, Event]:
    """The house's own events."""
    return read_events(sorted(FOLDER.glob("*.toml")))
