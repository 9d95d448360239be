"""A list for QML whose rows stay the same objects while the hall's news change their words.

A list that is rebuilt with each message loses its place and takes a key away from under a finger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = dict[str, Any]
_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ANY = QModelIndex | QPersistentModelIndex


class Rows(QAbstractListModel):
    """Rows are dictionaries with a unique "id"; QML sees each as `row`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Becomes `rows` by the fewest removals, moves and insertions that are simple to find."""
        self._remove_missing({row["id"] for row in rows})
        for place, row in enumerate(rows):
            self._bring(place, row)

    def rowCount(self, parent: _ANY | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _ANY, role: int = _ROLE) -> Any:
        return self._rows[index.row()] if role == _ROLE and index.row() < len(self._rows) else None

    def roleNames(self) -> dict[int, QByteArray]:
        return {_ROLE: QByteArray(b"row")}

    def _remove_missing(self, wanted: set[str]) -> None:
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place]["id"] not in wanted:
                self.beginRemoveRows(QModelIndex(), place, place)
                del self._rows[place]
                self.endRemoveRows()

    def _bring(self, place: int, row: Row) -> None:
        found = next((at for at in range(place, len(self._rows)) if self._rows[at]["id"] == row["id"]), None)
        if found is None:
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, row)
            self.endInsertRows()
            return
        if found != place:
            self.beginMoveRows(QModelIndex(), found, found, QModelIndex(), place)
            self._rows.insert(place, self._rows.pop(found))
            self.endMoveRows()
        if self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place), [_ROLE])
