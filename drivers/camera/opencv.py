"""The only module that imports OpenCV, and that only in the child that sees, in tools and in tests.

Importing it (5.0, 2026) changes three variables of the process's environment, one of them so that children look for
libraries in the current folder; Qt and whatever is started later must not see that.
"""

from __future__ import annotations

import os

_CHANGED = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH")
_before = {name: os.environ.get(name) for name in _CHANGED}

import cv2  # noqa: E402  what it changes has to be known before

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

cv2.setNumThreads(1)  # a hall machine has few cores, and the screen needs one

__all__ = ["cv2"]
