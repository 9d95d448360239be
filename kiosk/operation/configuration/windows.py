"""The tables of what people look at: the screen itself, the clerk's caller, the evaluator, the board."""

from __future__ import annotations

from typing import Literal

from kiosk.operation.configuration.keys import Table, choice, flag, real, text, whole, words
from kiosk.operation.configuration.places import HALL_URL, IDENTITY, IDENTITY_FORM, UpstreamUrls


class Screen(Table):
    """The terminal's panel and how patient its pages are."""

    layout: Literal["portrait", "landscape"] = choice("portrait", "How the terminal's panel hangs.")
    px_per_mm: float = real(
        4.03, 1.0, 20.0, "pixels per millimetre", "The panel's density; 4.03 is 21.5 inch 1080×1920."
    )
    lower_edge_mm: int = whole(
        0, 0, 2000, "millimetres", "Height of the panel's lower edge above the floor; 0: not measured, no low layout."
    )
    reduced_motion: bool = flag(False, "Pages change at once, drawings stand still.")
    full_screen: bool = flag(False, "Fill the panel without a frame, as in a hall; else a window scaled to fit.")
    language: Literal["zh", "en"] = choice("zh", "The language of staff windows and board; citizens choose theirs.")
    page_seconds: int = whole(60, 10, 600, "seconds", "A page waits so long for a touch before it warns.")
    warning_seconds: int = whole(
        20, 20, 120, "seconds", "The warning stays so long; the standard asks for at least 20."
    )
    max_extensions: int = whole(10, 10, 100, "times", "So often may a citizen ask for more time; at least 10.")


class Caller(Table):
    """The clerk's caller."""

    counter: str = text("3", "The counter it calls to.", form=IDENTITY_FORM, pattern=IDENTITY)
    hall_url: UpstreamUrls = text("", HALL_URL, form="URLs with blanks between them")


class Evaluator(Table):
    """The evaluator on a counter."""

    counter: str = text("3", "The counter it stands on.", form=IDENTITY_FORM, pattern=IDENTITY)
    hall_url: UpstreamUrls = text("", HALL_URL, form="URLs with blanks between them")


class Board(Table):
    """The hall's board, or the small screen above one counter."""

    id: str = text("B1", "The board's identity in its hall.", form=IDENTITY_FORM, pattern=IDENTITY)
    counter: str = text(
        "",
        "A screen or tablet above this counter, showing it alone and without a voice; empty: the whole hall.",
        form=f"{IDENTITY_FORM}, or empty",
        pattern=f"^$|{IDENTITY}",
    )
    title: str = text("", "The headline; empty: the hall's name.")
    queues: tuple[str, ...] = words((), "Codes of the queues it shows; empty: all.", most=40)
    hall_url: UpstreamUrls = text("", HALL_URL, form="URLs with blanks between them")
