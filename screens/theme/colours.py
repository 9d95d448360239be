"""The two columns of colour that every screen is painted with, and the arithmetic that says whether they can be read.

Ratios follow WCAG 2.2 (relative luminance of sRGB). Tests compute every pair that carries text from this file, so a
colour cannot be changed into an unreadable one unnoticed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the theme; every value is #RRGGBB. `side` and `line` are decoration and never carry text."""

    ground: str
    surface: str
    tint: str
    ink: str
    ink2: str
    accent: str
    accentEdge: str
    inkOn: str
    inkOn2: str
    edge: str
    side: str
    line: str
    ok: str
    okBg: str
    warn: str
    warnBg: str
    bad: str
    badBg: str


LIGHT = Column(
    ground="#EDF1F0",
    surface="#FFFFFF",
    tint="#DFEBEC",
    ink="#16211F",
    ink2="#44524F",
    accent="#0B5563",
    accentEdge="#063842",
    inkOn="#FFFFFF",
    inkOn2="#CFE6E9",
    edge="#748683",
    side="#A9B8B5",
    line="#CBD5D3",
    ok="#1B6440",
    okBg="#E2F1E8",
    warn="#7A4A00",
    warnBg="#FFF0CF",
    bad="#9C2B1B",
    badBg="#FBE6E1",
)

HIGH_CONTRAST = Column(
    ground="#000000",
    surface="#101414",
    tint="#1E2A2C",
    ink="#FFFFFF",
    ink2="#E0E6E5",
    accent="#FFD84A",
    accentEdge="#C79F00",
    inkOn="#000000",
    inkOn2="#1A1A1A",
    edge="#B9C4C2",
    side="#B9C4C2",
    line="#5B6664",
    ok="#6FE3A1",
    okBg="#101414",
    warn="#FFC24A",
    warnBg="#101414",
    bad="#FF9B8A",
    badBg="#101414",
)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #RRGGBB colours, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
