"""The font for what the printer cannot set itself, and for the picture of a ticket: Noto Sans SC, never subset."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont

# The package has nearly all names; Debian's collection (its third face is SC) adds hanzi of the later extensions.
_DEBIAN = (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2)
_NOWHERE = "\U0010fffd"  # a private character no font draws: shows what "missing" looks like
_PLAIN = ImageFont.Layout.BASIC  # one character at a time needs no shaping, whose tables take memory
GETA = "〓"  # the printers' mark for a character that no font has


def faces(size: int) -> Iterator[ImageFont.FreeTypeFont]:
    """In the order in which they are asked; `size` is the em in dots. One that nobody asks for is not opened: each
    takes 2 MB."""
    yield _face(pylopdf_fonts_zh_cn.sans_path(), 0, size)
    if _DEBIAN[0].is_file():
        yield _face(*_DEBIAN, size)


@lru_cache(maxsize=4096)
def face_for(char: str, size: int) -> ImageFont.FreeTypeFont | None:
    """The first face that draws `char`; None when none does."""
    return next((face for face in faces(size) if bytes(face.getmask(char)) != _missing(face)), None)


@cache
def _face(path: Path, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=index, layout_engine=_PLAIN)


@cache
def _missing(face: ImageFont.FreeTypeFont) -> bytes:
    return bytes(face.getmask(_NOWHERE))
