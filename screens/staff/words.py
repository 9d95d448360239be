"""The staff screens' own sentences: one folder `translations` a room, zh.json and en.json, both complete.

Beside them may stand files of one thing alone, like scale.zh.json and scale.en.json for a class of devices.
Placeholders are `{name}`, as in the citizen's files. A window names the rooms whose sentences it needs.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from screens.theme.line_breaks import kept_together
from screens.theme.phrases import LANGUAGES

QML_IMPORT_NAME = "HallKiosk.Words"
QML_IMPORT_MAJOR_VERSION = 1
_PUNCTUATION = re.compile("[，。；！？]")


@cache
def sentences(room: str, language: str) -> dict[str, str]:
    """One room's sentences in one language (zh or en) by key."""
    there = (files("screens") / room / "translations").iterdir()
    own = [one for one in there if f".{one.name}".endswith(f".{language}.json")]
    own.sort(key=lambda one: (len(one.name.split(".")), one.name))
    return {key: words for one in own for key, words in json.loads(one.read_text(encoding="utf-8")).items()}


@QmlElement
@QmlSingleton
class Words(QObject):
    """All sentences of one window in both languages; Say.qml picks by the panel's language."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}

    def use(self, *rooms: str) -> None:
        for language in LANGUAGES:
            for room in rooms:
                found = sentences(room, language)
                self._all[language].update({key: _kept(words) for key, words in found.items()})
        self.changed.emit()

    def _get_all(self) -> dict[str, dict[str, str]]:
        return self._all

    all = Property("QVariantMap", _get_all, notify=changed)  # type: ignore[arg-type]


def _kept(words: str) -> str:
    """Sentences break after their punctuation; a bare name has none, and is better halved than kept whole."""
    return kept_together(words) if _PUNCTUATION.search(words) or words.isascii() else words


def words_of(engine: QQmlEngine) -> Words:
    """The engine's own words; made at the first call."""
    found = engine.singletonInstance(QML_IMPORT_NAME, "Words")
    if not isinstance(found, Words):
        raise TypeError("the engine has no words of ours")
    return found
