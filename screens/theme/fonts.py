"""Which face draws the Chinese: Debian's Noto Sans CJK SC when installed, else the one that came through pip.

One family is set for the whole application, because line metrics differ between releases of the same face.
"""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

_INSTALLED = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")


def use_chinese_face(application: QGuiApplication) -> str:
    """Sets the application's font and returns the family's name."""
    family = next((name for name in _INSTALLED if QFontDatabase.hasFamily(name)), "") or _face_from_package()
    font = QFont(family)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    return family


def has_medium(family: str) -> bool:
    """Whether weight 500 is a face of its own; where it is not, keys take 700 and text 400."""
    return "Medium" in QFontDatabase.styles(family)


def _face_from_package() -> str:
    path = files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"
    number = QFontDatabase.addApplicationFont(str(path))
    names = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return names[0] if names else QFont().family()
