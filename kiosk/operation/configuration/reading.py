"""Reads `kiosk.toml`. Whatever is wrong with it comes back as sentences, all of them at once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kiosk.operation.configuration.contradictions import contradictions
from kiosk.operation.configuration.problems import line_of, sentence
from kiosk.operation.configuration.schema import Configuration, Schema


@dataclass(frozen=True, slots=True)
class ConfigurationProblem:
    """Why the file cannot be used: one sentence a mistake."""

    sentences: tuple[str, ...]


def read_configuration(file: Path | None, schema: Schema = Configuration) -> Configuration | ConfigurationProblem:
    """The file's configuration; with None, the defaults. `schema` says which tables there are."""
    if file is None:
        return schema()
    try:
        text = file.read_text(encoding="utf-8")
        return _without_contradiction(file, text, schema.model_validate(tomllib.loads(text)))
    except OSError as error:
        return ConfigurationProblem((f"{file} cannot be read: {error.strerror or type(error).__name__}",))
    except UnicodeDecodeError:
        return ConfigurationProblem((f"{file} is not UTF-8 text",))
    except tomllib.TOMLDecodeError as error:
        return ConfigurationProblem((f"{file} is not valid TOML: {error}",))
    except ValidationError as error:
        return ConfigurationProblem(tuple(_placed(file, text, dict(each), schema) for each in error.errors()))


def _without_contradiction(file: Path, text: str, read: Configuration) -> Configuration | ConfigurationProblem:
    found = tuple(_at(file, line_of(text, one.table, one.key), one.words) for one in contradictions(read))
    return ConfigurationProblem(found) if found else read


def _placed(file: Path, text: str, error: dict[str, Any], schema: Schema) -> str:
    table, key, words = sentence(error, schema)
    return _at(file, line_of(text, table, key), words)


def _at(file: Path, line: int | None, words: str) -> str:
    return f"{file}, line {line}: {words}" if line else f"{file}: {words}"
