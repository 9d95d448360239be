"""A page's template: a TOML file of blocks, read and refused with a sentence that says what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.ports.devices.document_printer import Guide

SHIPPED = Path(__file__).with_name("templates")
MOST_BYTES = 65_536
WORDS = frozenset(one.name for one in fields(Guide))
LISTS = frozenset(("facts", "materials", "remarks"))
_HOLE = re.compile(r"\{([^{}]*)\}")


class Block(BaseModel):
    """One of `text`, `pairs`, `checklist`, `rule`, `gap_mm`. `size` in points; `pairs` and `checklist` name a list."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: str = ""
    pairs: str = ""
    checklist: str = ""
    rule: bool = False
    gap_mm: float = Field(0.0, ge=0, le=100)
    size: float = Field(12.0, ge=7, le=60)
    bold: bool = False
    grey: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Block:
        if sum(map(bool, (self.text, self.pairs, self.checklist, self.rule, self.gap_mm))) != 1:
            raise ValueError("a block is one of text, pairs, checklist, rule, gap_mm")
        if self.pairs not in ("", "{facts}") or self.checklist not in ("", "{materials}", "{remarks}"):
            raise ValueError("pairs is {facts}, checklist is {materials} or {remarks}")
        holes = _HOLE.findall(self.text)
        if unknown := sorted(set(holes) - WORDS):
            raise ValueError(f"nothing is called {{{unknown[0]}}}")
        if LISTS.intersection(holes) and self.text not in ("{materials}", "{remarks}"):
            raise ValueError("{materials} and {remarks} stand alone in a text, {facts} in pairs")
        return self


class Template(BaseModel):
    """A page, from top to bottom."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    margin_mm: float = Field(20.0, ge=5, le=60)
    block: list[Block] = Field(min_length=1, max_length=200)


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    sentence: str


def file_of(named: str) -> Path:
    """A shipped template by its name, another by its path."""
    shipped = SHIPPED / f"{named}.toml"
    return shipped if "/" not in named and shipped.is_file() else Path(named)


def read_template(path: Path) -> Template | TemplateProblem:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            return TemplateProblem(f"{path.name} is longer than {MOST_BYTES} bytes")
        return Template.model_validate(tomllib.loads(data.decode("utf-8")))
    except OSError as error:
        return TemplateProblem(f"{path.name} cannot be read: {error.strerror}")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return TemplateProblem(f"{path.name} is no TOML: {error}")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return TemplateProblem(f"{path.name}, {where}: {first['msg']}")


def template_named(named: str) -> Template:
    """One that the configuration has already proved; raises ValueError where it was spoilt since."""
    found = read_template(file_of(named))
    if isinstance(found, TemplateProblem):
        raise ValueError(found.sentence)
    return found
