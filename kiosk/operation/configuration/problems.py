"""From a wrong line of the file to a sentence: which key, where, what stands there, what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from kiosk.operation.configuration.keys import Key
from kiosk.operation.configuration.schema import Schema, keys, tables

_SAY_WHAT_THEY_WANT = frozenset(
    ("not_a_host", "not_a_url", "not_a_port", "not_a_template", "not_strips", "not_codes", "not_wide_enough")
)


def line_of(text: str, table: str, key: str | None) -> int | None:
    """The line (from 1) where a table, or a key in it, stands; None when the file writes it in an unusual way."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([\w-]+)\s*\]", line)
        here = header[1] if header else here
        if key is None and ((header and here == table) or re.match(rf"\s*{re.escape(table)}\s*[.=]", line)):
            return number
        prefix = "" if here == table else rf"{re.escape(table)}\s*\.\s*"
        if key is not None and re.match(rf'\s*{prefix}"?{re.escape(key)}"?\s*[.=]', line):
            return number
    return None


def suggestion(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?`, or what there is."""
    choices = list(known)
    close = get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"there are: {', '.join(choices)}"


def shown(value: object) -> str:
    """A value as a TOML file would write it, shortened; never a password in a URL."""
    if isinstance(value, bool):
        return "true" if value else "false"
    words = f'"{value}"' if isinstance(value, str) else str(list(value) if isinstance(value, tuple) else value)
    words = re.sub(r"(://[^:@/]*):[^@/]*@", r"\1:…@", words)
    return words if len(words) <= 60 else words[:57] + "…"


def sentence(error: dict[str, Any], schema: Schema) -> tuple[str, str | None, str]:
    """Table, key and sentence for one of pydantic's errors."""
    table, key = str(error["loc"][0]), str(error["loc"][1]) if len(error["loc"]) > 1 else None
    if table not in tables(schema):
        return table, None, f"there is no table [{table}]; {suggestion(table, tables(schema))}"
    if key is None:
        return table, None, f"[{table}] must be a table of keys, but is {shown(error['input'])}"
    known = {known.name: known for known in keys(schema, table)}
    if key not in known:
        return table, key, f"[{table}] has no key {key}; {suggestion(key, known)}"
    return table, key, _wrong_value(known[key], error)


def _wrong_value(key: Key, error: dict[str, Any]) -> str:
    found = f"{key.table}.{key.name} is {shown(error['input'])}, but "
    default = f" (default {shown(key.default)})"
    if error["type"] in _SAY_WHAT_THEY_WANT:
        return found + str(error["msg"]) + default
    close = get_close_matches(str(error["input"]).lower(), key.choices, n=1, cutoff=0.6)
    return f"{found}must be {key.allowed}{default}" + (f"; did you mean {close[0]}?" if close else "")
