"""Reads a ticket's template. Whatever is wrong with it comes back as sentences, all of them at once: where, what, what
would be right."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from drivers.receipt_printer.template import (
    CONDITIONS,
    FIELDS,
    RULES,
    Align,
    Block,
    Cell,
    CodePlace,
    Condition,
    Line,
    Look,
    Part,
    Phrase,
    Row,
    Sentence,
    Space,
    Template,
)
from kiosk.operation.configuration.problems import shown, suggestion

SHIPPED = Path(__file__).with_name("templates")
USUAL = "ticket"
MOST_BLOCKS, LONGEST = 100, 200  # blocks; characters of a text
LARGEST_FILE = 65_536  # bytes
_KINDS = ("text", "row", "gap", "rule", "code")
_KEYS = {
    "text": ("text", "wide", "high", "bold", "align", "when"),
    "row": ("row", "bold", "when"),
    "gap": ("gap", "when"),
    "rule": ("rule", "when"),
    "code": ("code", "when"),
}
_CELL_KEYS = ("text", "share", "align")
_HEADER = re.compile(r"\s*\[\[\s*block\s*\]\]")


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """Why a template cannot be used: one sentence a mistake."""

    sentences: tuple[str, ...]


class _WrongError(Exception):
    """One mistake; `key` is where it stands."""

    def __init__(self, words: str, key: str = "") -> None:
        super().__init__(words)
        self.key = key


@cache
def usual() -> Template:
    """The shipped ticket. Raises ValueError when it is broken, which is a bug."""
    return template_named(USUAL)


def template_named(named: str) -> Template:
    """One that the configuration has accepted. Raises ValueError when it is broken now."""
    found = read_template(file_of(named))
    if isinstance(found, TemplateProblem):
        raise ValueError(found.sentences)
    return found


def shipped(name: str) -> Path:
    return SHIPPED / f"{name}.toml"


def names() -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in SHIPPED.glob("*.toml")))


def file_of(named: str) -> Path:
    """`ticket` and the like are the shipped ones; everything with a slash is a file."""
    return Path(named) if "/" in named else shipped(named)


def read_template(file: Path) -> Template | TemplateProblem:
    try:
        raw = file.read_bytes()
        text = raw.decode("utf-8")
        told = tomllib.loads(text)
    except OSError as error:
        return TemplateProblem((f"{file} cannot be read: {error.strerror or type(error).__name__}",))
    except UnicodeDecodeError:
        return TemplateProblem((f"{file} is not UTF-8 text",))
    except tomllib.TOMLDecodeError as error:
        return TemplateProblem((f"{file} is not valid TOML: {error}",))
    if len(raw) > LARGEST_FILE:
        return TemplateProblem((f"{file} is larger than {LARGEST_FILE} bytes",))
    return _template(file, text, told)


def _template(file: Path, text: str, told: Mapping[str, Any]) -> Template | TemplateProblem:
    lines, blocks = text.splitlines(), told.get("block")
    others = sorted(told.keys() - {"block"})
    mistakes = [f"{file}: there is no key {key}; a template is a list of [[block]]" for key in others]
    if not isinstance(blocks, list) or not 0 < len(blocks) <= MOST_BLOCKS:
        return TemplateProblem((*mistakes, f"{file}: a template has 1 to {MOST_BLOCKS} of [[block]]"))
    made: list[Block] = []
    for number, block in enumerate(blocks, 1):
        try:
            made.append(_block(block))
        except _WrongError as wrong:
            line = _line_of(lines, number, wrong.key)
            mistakes.append(f"{file}{f', line {line}' if line else ''}: block {number}: {wrong}")
    if not mistakes and not any(_says_the_number(block) for block in made):
        mistakes.append(f"{file}: no block without `when` says {{label}}: that would be a ticket without its number")
    return TemplateProblem(tuple(mistakes)) if mistakes else Template(tuple(made))


def _says_the_number(block: Block) -> bool:
    match block.part:
        case Sentence(phrase):
            return not block.when and "label" in phrase.fields
        case Row(cells):
            return not block.when and any("label" in cell.phrase.fields for cell in cells)
        case _:
            return False


def _line_of(lines: list[str], number: int, key: str) -> int | None:
    """The line of a key in the block, or of the block's own header."""
    headers = [at for at, line in enumerate(lines, 1) if _HEADER.match(line)]
    if number > len(headers):
        return None
    end = headers[number] if number < len(headers) else len(lines) + 1
    inside = range(headers[number - 1] + 1, end)
    wanted = re.compile(rf'\s*"?{re.escape(key)}"?\s*=') if key else _HEADER
    return next((at for at in inside if wanted.match(lines[at - 1])), headers[number - 1])


def _block(told: object) -> Block:
    if not isinstance(told, dict):
        raise _WrongError(f"must be a table of keys, but is {shown(told)}")
    kinds = [kind for kind in _KINDS if kind in told]
    if len(kinds) != 1:
        what = f"has {' and '.join(kinds)}" if kinds else "has none"
        raise _WrongError(f"{what}, but must have exactly one of {', '.join(_KINDS)}", kinds[1] if kinds else "")
    _known(told, _KEYS[kinds[0]])
    return Block(_part(kinds[0], told), _conditions(_text(told, "when", "")))


def _part(kind: str, told: Mapping[str, Any]) -> Part:
    match kind:
        case "text":
            look = Look(_whole(told, "wide", 1, 1, 8), _whole(told, "high", 1, 1, 8), _flag(told, "bold"), _align(told))
            return Sentence(_phrase(_text(told, "text"), "text", FIELDS), look)
        case "row":
            return Row(_cells(told), _flag(told, "bold"))
        case "gap":
            return Space(_whole(told, "gap", 0, 0, 255))
        case _:
            if told[kind] is not True:
                raise _WrongError(f"{kind} is {shown(told[kind])}, but must be true", kind)
            return Line() if kind == "rule" else CodePlace()


def _cells(told: Mapping[str, Any]) -> tuple[Cell, ...]:
    found = told["row"]
    if not isinstance(found, list) or not 2 <= len(found) <= 4:
        raise _WrongError("row must be a list of 2 to 4 columns, each { text, share, align }", "row")
    cells = tuple(_cell(one) for one in found)
    whole = sum(cell.share for cell in cells)
    if whole > 100:
        raise _WrongError(f"the columns' shares are {whole} per cent together, but must be 100 at most", "row")
    return cells


def _cell(told: object) -> Cell:
    if not isinstance(told, dict):
        raise _WrongError(f"a column must be {{ text, share, align }}, but is {shown(told)}", "row")
    try:
        _known(told, _CELL_KEYS)
        fields = tuple(field for field in FIELDS if field != RULES)
        return Cell(_phrase(_text(told, "text"), "text", fields), _whole(told, "share", 0, 10, 90), _align(told))
    except _WrongError as wrong:
        raise _WrongError(f"a column's {wrong}", "row") from None


def _known(told: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in told:
        if key not in keys:
            raise _WrongError(f"there is no key {key} here; {suggestion(key, keys)}", key)


def _text(told: Mapping[str, Any], key: str, default: str | None = None) -> str:
    found = told.get(key, default)
    if not isinstance(found, str) or len(found) > LONGEST:
        raise _WrongError(f"{key} must be a text of at most {LONGEST} characters, but is {shown(found)}", key)
    return found


def _whole(told: Mapping[str, Any], key: str, default: int, low: int, high: int) -> int:
    found = told.get(key, default)
    if isinstance(found, bool) or not isinstance(found, int) or not low <= found <= high:
        raise _WrongError(f"{key} must be a whole number from {low} to {high}, but is {shown(found)}", key)
    return found


def _flag(told: Mapping[str, Any], key: str) -> bool:
    found = told.get(key, False)
    if not isinstance(found, bool):
        raise _WrongError(f"{key} must be true or false, but is {shown(found)}", key)
    return found


def _align(told: Mapping[str, Any]) -> Align:
    found = told.get("align", Align.LEFT.value)
    if found not in {align.value for align in Align}:
        raise _WrongError(f"align must be one of {', '.join(Align)}, but is {shown(found)}", "align")
    return Align(found)


def _phrase(text: str, key: str, fields: tuple[str, ...]) -> Phrase:
    try:
        parts = tuple(Formatter().parse(text))
    except ValueError:
        raise _WrongError(f"{key} has a brace without its other one; {{{{ stands for a brace", key) from None
    for _, field, more, bang in parts:
        if field is not None and field not in fields:
            raise _WrongError(f"there is no {{{field}}} here; {suggestion(field, fields)}", key)
        if more or bang:
            raise _WrongError(f"{key} must have nothing but a name between braces", key)
    if not any(literal or field for literal, field, _, _ in parts):
        raise _WrongError(f"{key} says nothing", key)
    return Phrase(tuple((literal, field or "") for literal, field, _, _ in parts))


def _conditions(text: str) -> tuple[Condition, ...]:
    """`code and not reprint`: a word holds when the slip says it; wide and narrow tell of the paper."""
    return tuple(_condition(part.split()) for part in re.split(r"\band\b", text)) if text.strip() else ()


def _condition(words: list[str]) -> Condition:
    holds = words[:1] != ["not"]
    rest = words if holds else words[1:]
    if len(rest) != 1:
        raise _WrongError("when must be words joined by `and`, each with or without `not` before it", "when")
    if rest[0] not in CONDITIONS:
        raise _WrongError(f"when knows no {rest[0]}; {suggestion(rest[0], CONDITIONS)}", "when")
    return Condition(rest[0], holds)
