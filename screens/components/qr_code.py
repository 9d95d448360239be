"""A QR code on a page: whole pixels a module, so that a phone reads it from a dim screen."""

from __future__ import annotations

import segno
from PySide6.QtCore import Property, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

QML_IMPORT_NAME = "HallKiosk.Components"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class QrCode(QQuickPaintedItem):
    """Draws `text` (byte mode, error correction M) as large as whole modules allow; nothing for an empty text."""

    textChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._rows: tuple[bytes, ...] = ()

    def paint(self, painter: QPainter) -> None:
        if not self._rows:
            return
        size = int(min(self.width(), self.height()))
        module = max(1, size // len(self._rows))
        shift = (size - module * len(self._rows)) // 2
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(
                        QRect(shift + x * module, shift + y * module, module, module), Qt.GlobalColor.black
                    )

    def _get_text(self) -> str:
        return self._text

    def _set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._rows = modules_of(text)
            self.textChanged.emit()
            self.update()

    text = Property(str, _get_text, _set_text, notify=textChanged)


def modules_of(text: str) -> tuple[bytes, ...]:
    """The code's rows, 1 for dark, without a quiet zone; empty for an empty text."""
    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix) if text else ()


def registered() -> type[QObject]:
    """Importing this module registers the type; naming it keeps the import from looking unused."""
    return QrCode
