"""The catalogue of log events and the program agree: what is listed is written, what is written is listed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from kiosk.operation.log_catalogue import catalogue
from tests.house.sources import carried, named

PROGRAM = carried("main.py", "kiosk/*.py", "drivers/*.py", "screens/*.py", "offline_cache/*.py")


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each `….event("name", …)` with the name written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "event"):
            continue
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, node


def words(path: Path) -> set[str]:
    """Every text in a file: an event's name may be chosen from a table before it is written."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_event_that_is_written_is_listed_with_its_fields() -> None:
    wrong = []
    for path in PROGRAM:
        for name, call in calls(path):
            listed = catalogue().get(name)
            unlisted = {keyword.arg for keyword in call.keywords if keyword.arg} - set(listed.fields if listed else ())
            if listed is None or unlisted:
                wrong.append(f"{named(path)}:{call.lineno} {name} {sorted(unlisted)}")
    assert wrong == []


def test_every_event_that_is_listed_is_written_somewhere() -> None:
    written = set().union(*(words(path) for path in PROGRAM))
    assert set(catalogue()) - written == set()
