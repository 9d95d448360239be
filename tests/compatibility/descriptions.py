"""Whether one OpenAPI description still serves who was built for another: nothing gone, nothing more demanded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def broken_promises(before: Schema, now: Schema) -> list[str]:
    """What a client of `before` would miss in `now`, each as a path and a word."""
    return [
        problem
        for path, methods in before["paths"].items()
        for method, operation in methods.items()
        for problem in _operation(f"{method} {path}", operation, now["paths"].get(path, {}).get(method), before, now)
    ]


def _operation(where: str, before: Schema, now: Schema | None, old: Schema, new: Schema) -> Iterator[str]:
    if now is None:
        yield f"{where}: gone"
        return
    known = {(one["in"], one["name"]) for one in before.get("parameters", ())}
    for parameter in now.get("parameters", ()):
        if parameter.get("required") and (parameter["in"], parameter["name"]) not in known:
            yield f"{where}: demands {parameter['name']}"
    yield from _body(where, _of_body(before), _of_body(now), old, new)
    for status, answer in before.get("responses", {}).items():
        told = now.get("responses", {}).get(status)
        if status != "422" and told is None:
            yield f"{where} {status}: gone"
        elif told is not None:
            yield from _told(f"{where} {status}", _of(answer), _of(told), old, new, frozenset())


def _body(where: str, before: Schema, now: Schema, old: Schema, new: Schema) -> Iterator[str]:
    if now and not before:
        yield f"{where}: demands a body"
    yield from _taken(where, before, now, old, new, frozenset())


def _taken(where: str, before: Schema, now: Schema, old: Schema, new: Schema, seen: frozenset[str]) -> Iterator[str]:
    """Of a request: what was taken is taken still, and no field more has to be there."""
    place = f"{before.get('$ref')} {now.get('$ref')}"
    if place in seen and "$ref" in before:
        return
    before, now = _found(before, old), _found(now, new)
    for name in set(now.get("required", ())) - set(before.get("required", ())):
        yield f"{where}.{name}: demanded now"
    if now.get("additionalProperties") is False:
        for name in set(before.get("properties", {})) - set(now.get("properties", {})):
            yield f"{where}.{name}: refused now"
    words: list[Any] = before.get("enum", [])
    for gone in set(words) - set(now.get("enum", words)):
        yield f"{where}: {gone} refused now"
    for name, inner in before.get("properties", {}).items():
        if name in now.get("properties", {}):
            yield from _taken(f"{where}.{name}", inner, now["properties"][name], old, new, seen | {place})
    yield from _taken(f"{where}[]", before["items"], now["items"], old, new, seen | {place}) if _lists(
        before, now
    ) else ()


def _told(where: str, before: Schema, now: Schema, old: Schema, new: Schema, seen: frozenset[str]) -> Iterator[str]:
    """Of an answer: what was told is told still, and what was always there is."""
    place = f"{before.get('$ref')} {now.get('$ref')}"
    if place in seen and "$ref" in before:
        return
    before, now = _found(before, old), _found(now, new)
    for name in set(before.get("properties", {})) - set(now.get("properties", {})):
        yield f"{where}.{name}: told no more"
    for name in set(before.get("required", ())) - set(now.get("required", ())):
        yield f"{where}.{name}: not always told any more"
    for name, inner in before.get("properties", {}).items():
        if name in now.get("properties", {}):
            yield from _told(f"{where}.{name}", inner, now["properties"][name], old, new, seen | {place})
    yield from _told(f"{where}[]", before["items"], now["items"], old, new, seen | {place}) if _lists(
        before, now
    ) else ()


def _lists(before: Schema, now: Schema) -> bool:
    return isinstance(before.get("items"), dict) and isinstance(now.get("items"), dict)


def _found(schema: Schema, described: Schema) -> Schema:
    while "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _of_body(operation: Schema) -> Schema:
    return _of(operation.get("requestBody", {}))


def _of(told: Schema) -> Schema:
    schema: Schema = told.get("content", {}).get("application/json", {}).get("schema", {})
    return schema
