"""Taking Qt's objects down on Qt's thread, now.

Left to Python's collector they may go later and on whichever thread it happens to run, timers and all, which crashes.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject


def bury(*objects: QObject) -> None:
    """In the order given: what shows before what is shown, the engine last."""
    for each in objects:
        each.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
