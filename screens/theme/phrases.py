"""The sentences of every screen, one JSON file a language, both complete; a test compares them key by key.

Placeholders are `{name}`. Languages are `zh` (default) and `en`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")


@cache
def phrases(language: str) -> dict[str, str]:
    """All sentences of one language by key; an unknown language is Chinese."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    text = (files("screens") / "translations" / f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def say(language: str, key: str, **values: object) -> str:
    """One sentence with its placeholders filled; KeyError for a key no file has, so that a test finds it."""
    sentence = phrases(language)[key]
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence
