"""How a key of the configuration is declared: a default, what may stand there, a unit, and a sentence.

The checks, the error sentences, the page of documentation and the example file are all made from this one declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo


class Table(BaseModel):
    """One table of the file: nothing but its own keys, values of the right type, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_default=True)


def _key(default: object, sentence: str, form: str, unit: str, **checks: Any) -> Any:
    return Field(default, description=sentence, json_schema_extra={"form": form, "unit": unit}, **checks)


def whole(default: int, low: int, high: int, unit: str, sentence: str) -> Any:
    """A whole number, `low` to `high`, both allowed."""
    return _key(default, sentence, f"a whole number from {low} to {high}", unit, ge=low, le=high)


def real(default: float, low: float, high: float, unit: str, sentence: str) -> Any:
    return _key(default, sentence, f"a number from {low:g} to {high:g}", unit, ge=low, le=high)


def text(default: str, sentence: str, *, form: str = "text", pattern: str | None = None) -> Any:
    return _key(default, sentence, form, "", max_length=200, pattern=pattern)


def choice(default: str, sentence: str) -> Any:
    """For a key whose type is a Literal; its words are what may stand there."""
    return _key(default, sentence, "", "")


def flag(default: bool, sentence: str) -> Any:
    return _key(default, sentence, "true or false", "")


def words(default: tuple[str, ...], sentence: str, *, most: int) -> Any:
    return _key(
        default, sentence, f'a list of at most {most} texts, like ["a", "b"]', "", max_length=most, strict=False
    )


@dataclass(frozen=True, slots=True)
class Key:
    """One key as a reader of the documentation sees it."""

    table: str
    name: str
    default: object
    form: str
    unit: str
    sentence: str
    choices: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """What may stand there: `a whole number from 10 to 600 seconds`."""
        form = f"one of {', '.join(self.choices)}" if self.choices else self.form
        return f"{form} {self.unit}".strip()


def key_of(table: str, name: str, field: FieldInfo) -> Key:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    form, unit, sentence = str(extra.get("form", "")), str(extra.get("unit", "")), field.description or ""
    return Key(table, name, field.default, form, unit, sentence, tuple(map(str, choices)))
