"""What the technician's window shows: every device in a list, and one of them whole. It looks once a second."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.operation.device_sheet import Listed
from screens.maintenance.devices import Now, Row, Sheets, device_rows
from screens.staff.clocks import Clocks
from screens.staff.rows import Rows

_LOOK_EVERY_MS = 1000
_FIRST = ("bad", "warn", "unknown", "info")  # what a technician came for


class DeviceDesk(QObject):
    """For QML: `devices`, the rows; `page`, the one that is shown whole and how many call for somebody."""

    pageChanged = Signal()

    def __init__(
        self,
        listed: Sequence[Listed],
        sheets: Callable[[], Sheets],
        known: Container[str],
        clocks: Clocks,
        parent: QObject | None = None,
    ) -> None:
        """`sheets` are read as they are now; `known`: the keys of the sentences."""
        super().__init__(parent)
        self._listed, self._sheets, self._known, self._clocks = tuple(listed), sheets, known, clocks
        self._rows, self._chosen = Rows(self), ""
        self._page: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.look()

    def start(self) -> None:
        self._timer.start()

    @Slot(str)
    def choose(self, device: str) -> None:
        self._chosen = device
        self._show(self._rows.rows)

    def look(self) -> None:
        now = Now(int(self._clocks.monotonic() * 1000), self._clocks.wall())
        rows = device_rows(self._listed, self._sheets(), self._known, now)
        self._rows.show(rows)
        self._show(rows)

    def _show(self, rows: Sequence[Row]) -> None:
        kinds = [row["kind"] for row in rows]
        page = {
            "chosen": self._whole(rows),
            "troubles": kinds.count("bad") + kinds.count("warn"),
            "unsure": kinds.count("unknown"),
            "calm": {*kinds} <= {"ok", "off"},
        }
        if page != self._page:
            self._page = page
            self.pageChanged.emit()

    def _whole(self, rows: Sequence[Row]) -> Row | None:
        """The one that was touched; until then the first that calls for somebody."""
        touched = next((row for row in rows if row["id"] == self._chosen), None)
        wanted = (row for kind in _FIRST for row in rows if row["kind"] == kind)
        return touched or next(wanted, None) or next(iter(rows), None)  # no rows: a program without any class

    def _get_page(self) -> dict[str, Any]:
        return self._page

    def _get_devices(self) -> QObject:
        return self._rows

    page = Property("QVariantMap", _get_page, notify=pageChanged)  # type: ignore[arg-type]
    devices = Property(QObject, _get_devices, constant=True)
