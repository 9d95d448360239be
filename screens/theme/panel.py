"""The panel a window stands on, as QML sees it: density, language and the citizen's choices.

One instance an engine (`panel_of`). Sizes themselves are arithmetic in Theme.qml, so that a change of density or mode
re-evaluates every binding that uses one.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from screens.theme.colours import HIGH_CONTRAST, LIGHT
from screens.theme.machine import USUAL_FRONT, MachineFront
from screens.theme.phrases import LANGUAGES, phrases

QML_IMPORT_NAME = "HallKiosk.Panel"
QML_IMPORT_MAJOR_VERSION = 1

USUAL_DENSITY = 1080 / 268  # px per mm of a 21.5-inch panel of 1080 × 1920


@QmlElement
@QmlSingleton
class Panel(QObject):
    """Everything that can change how a page is drawn, and nothing about what it says."""

    densityChanged = Signal()
    lookChanged = Signal()
    languageChanged = Signal()
    shapeChanged = Signal()
    machineChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._density = USUAL_DENSITY
        self._elder = False
        self._high_contrast = False
        self._reduced_motion = False
        self._medium_face = False
        self._language = LANGUAGES[0]
        self._landscape = False
        self._keys_from = 0
        self._machine = USUAL_FRONT

    def set_density(self, px_per_mm: float) -> None:
        if px_per_mm > 0 and px_per_mm != self._density:
            self._density = px_per_mm
            self.densityChanged.emit()

    def set_language(self, language: str) -> None:
        if language in LANGUAGES and language != self._language:
            self._language = language
            self.languageChanged.emit()

    def set_look(self, *, elder: bool, high_contrast: bool) -> None:
        if (elder, high_contrast) != (self._elder, self._high_contrast):
            self._elder, self._high_contrast = elder, high_contrast
            self.lookChanged.emit()

    def set_still(self, still: bool) -> None:
        """Reduced motion: pages change at once, drawings show still frames."""
        self._reduced_motion = still
        self.lookChanged.emit()

    def set_shape(self, *, landscape: bool, keys_from: int) -> None:
        """`keys_from`: in the low layout, pixels from the window's top above which no key may lie; else 0."""
        if (landscape, keys_from) != (self._landscape, self._keys_from):
            self._landscape, self._keys_from = landscape, keys_from
            self.shapeChanged.emit()

    def set_medium_face(self, there: bool) -> None:
        self._medium_face = there
        self.lookChanged.emit()

    def set_machine(self, front: MachineFront) -> None:
        self._machine = front
        self.machineChanged.emit()

    def _get_density(self) -> float:
        return self._density

    def _get_elder(self) -> bool:
        return self._elder

    def _get_still(self) -> bool:
        return self._reduced_motion or self._elder

    def _get_contrast(self) -> bool:
        return self._high_contrast

    def _get_medium(self) -> bool:
        return self._medium_face

    def _get_language(self) -> str:
        return self._language

    def _get_landscape(self) -> bool:
        return self._landscape

    def _get_keys_from(self) -> int:
        return self._keys_from

    def _get_palette(self) -> dict[str, str]:
        return asdict(HIGH_CONTRAST if self._high_contrast else LIGHT)

    def _get_phrases(self) -> dict[str, str]:
        return phrases(self._language)

    def _get_machine(self) -> dict[str, Any]:
        return self._machine.drawing()

    density = Property(float, _get_density, notify=densityChanged)
    elder = Property(bool, _get_elder, notify=lookChanged)
    still = Property(bool, _get_still, notify=lookChanged)
    highContrast = Property(bool, _get_contrast, notify=lookChanged)
    mediumFace = Property(bool, _get_medium, notify=lookChanged)
    language = Property(str, _get_language, notify=languageChanged)
    landscape = Property(bool, _get_landscape, notify=shapeChanged)
    keysFrom = Property(int, _get_keys_from, notify=shapeChanged)
    palette = Property("QVariantMap", _get_palette, notify=lookChanged)  # type: ignore[arg-type]
    phrases = Property("QVariantMap", _get_phrases, notify=languageChanged)  # type: ignore[arg-type]
    machine = Property("QVariantMap", _get_machine, notify=machineChanged)  # type: ignore[arg-type]


def panel_of(engine: QQmlEngine) -> Panel:
    """The engine's own panel; made at the first call."""
    found = engine.singletonInstance(QML_IMPORT_NAME, "Panel")
    if not isinstance(found, Panel):
        raise TypeError("the engine has no panel of ours")
    return found
