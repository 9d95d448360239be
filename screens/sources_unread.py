"""PySide is kept from reading the source of every module that is imported after it.

PySide 6 looks for its own name in each (`_mod_uses_pyside` in its `support.feature`), to switch on other spellings of
Qt's names that we do not use. The text of some hundred modules is read for it; Python's heap stays torn up by it:
20 MB of a window's process, measured with 6.11.3.
"""

from __future__ import annotations

import sys

import PySide6.QtCore  # noqa: F401  loads the module that is changed

_FEATURE = "PySide6.support.feature"


def leave_sources_unread() -> None:
    """Once, before other rooms are imported. A PySide without this function is left as it is: it costs memory only."""
    feature = sys.modules.get(_FEATURE)
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _not_for_features)  # noqa: B010  no module of that name can be imported


def _not_for_features(_module: object) -> bool:
    return False
