"""What the virtual cameras see: drawn things only, no person, nobody's paper.

Each scene is a few pictures that differ by a sensor's noise, so that a camera at which nothing happens does not look
frozen.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from enum import StrEnum

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 720)
MAT, PAPER, INK = (52, 48, 46), (226, 226, 222), (48, 48, 52)
VARIANTS = 5
QUALITY = 85
A4_AT = ((458, 69), (861, 94), (806, 624), (447, 591))  # how a sheet lies there, slightly turned and seen at a slant
SHEET = (840, 1188)


class Scene(StrEnum):
    EMPTY = "empty"  # the mat
    PAGE = "page"
    BLURRED = "blurred"
    GLARE = "glare"
    FACE = "face"
    CODE = "code"
    CODE_128 = "code_128"
    DARK = "dark"


def pictures(scene: Scene, text: str = "") -> tuple[bytes, ...]:
    """JPEGs of 1280x720; `text` stands in the code."""
    drawn = _DRAWN[scene](text)
    return tuple(_jpeg(_noisy(drawn, seed)) for seed in range(VARIANTS))


def _noisy(drawn: Image.Image, seed: int) -> Image.Image:
    """A quarter of the noise's own size is drawn and made larger: it is quick, and no row is without it."""
    width, height = SIZE[0] // 4, SIZE[1] // 4
    noise = Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))
    grain = Image.merge("RGB", [noise.resize(SIZE)] * 3)
    return Image.blend(drawn, grain, 0.02)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _empty(text: str) -> Image.Image:
    return Image.new("RGB", SIZE, MAT)


def _sheet() -> Image.Image:
    """Bars that stand for words."""
    dice, sheet = random.Random(7), Image.new("RGB", SHEET, PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((240, 70, 600, 106), INK)
    for top in range(170, SHEET[1] - 120, 36):
        left, end = 80, dice.randint(500, 770)
        while left < end:
            wide = dice.randint(8, 70)
            draw.rectangle((left, top, min(left + wide, end), top + 16), INK)
            left += wide + 10
    return sheet


def _lying(sheet: Image.Image) -> Image.Image:
    """On the mat, as a camera over the desk sees it."""
    turning = _turning(A4_AT, ((0, 0), (sheet.width, 0), sheet.size, (0, sheet.height)))
    way = Image.Transform.PERSPECTIVE
    seen = sheet.transform(SIZE, way, turning, Image.Resampling.BICUBIC)
    there = Image.new("L", sheet.size, 255).transform(SIZE, way, turning, Image.Resampling.BILINEAR)
    return Image.composite(seen, Image.new("RGB", SIZE, MAT), there)


def _page(text: str) -> Image.Image:
    return _lying(_sheet())


def _blurred(text: str) -> Image.Image:
    return _page(text).filter(ImageFilter.GaussianBlur(5))


def _glare(text: str) -> Image.Image:
    sheet = _sheet()
    ImageDraw.Draw(sheet).ellipse((380, 240, 640, 480), (255, 255, 255))
    return _lying(sheet)


def _face(text: str) -> Image.Image:
    """A figure that nobody can take for a person."""
    picture = Image.new("RGB", SIZE, (168, 178, 186))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((430, 480, 850, 1000), (86, 104, 124))
    draw.ellipse((530, 150, 750, 450), (206, 190, 172))
    for left in (580, 670):
        draw.ellipse((left, 260, left + 28, 288), (60, 60, 64))
    draw.arc((590, 310, 690, 390), 20, 160, (60, 60, 64), 6)
    return picture


def _code(text: str) -> Image.Image:
    import segno

    picture = Image.new("RGB", SIZE, MAT)
    rows = segno.make_qr(text, error="m").matrix
    dot = max(2, 380 // (len(rows) + 8))
    side = dot * (len(rows) + 8)
    left, top = (SIZE[0] - side) // 2, (SIZE[1] - side) // 2
    draw = ImageDraw.Draw(picture)
    draw.rectangle((left, top, left + side, top + side), PAPER)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                at = (left + (x + 4) * dot, top + (y + 4) * dot)
                draw.rectangle((*at, at[0] + dot - 1, at[1] + dot - 1), INK)
    return picture.rotate(7, Image.Resampling.BICUBIC, fillcolor=MAT)


def _code_128(text: str) -> Image.Image:
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    bars = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=3, add_quiet_zones=True)).resize((600, 140))
    sheet = Image.new("RGB", (680, 220), (255, 255, 255))
    sheet.paste(bars, (40, 40))
    picture = Image.new("RGB", SIZE, MAT)
    picture.paste(sheet, (300, 250))
    return picture.rotate(-3, Image.Resampling.BICUBIC, fillcolor=MAT)


def _dark(text: str) -> Image.Image:
    return _page(text).point(lambda level: level // 6)


_DRAWN: Mapping[Scene, Callable[[str], Image.Image]] = {
    Scene.EMPTY: _empty,
    Scene.PAGE: _page,
    Scene.BLURRED: _blurred,
    Scene.GLARE: _glare,
    Scene.FACE: _face,
    Scene.CODE: _code,
    Scene.CODE_128: _code_128,
    Scene.DARK: _dark,
}

Corners = tuple[tuple[float, float], ...]


def _turning(seen: Corners, own: Corners) -> tuple[float, ...]:
    """The eight numbers by which Pillow finds, for each dot that is seen, the dot of the sheet."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, own, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return tuple(_solved(rows))


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss and Jordan: each row holds an equation and its right side."""
    for at in range(len(rows)):
        pivot = max(range(at, len(rows)), key=lambda one: abs(rows[one][at]))
        rows[at], rows[pivot] = rows[pivot], [*rows[at]]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at:
                part = rows[other][at]
                rows[other] = [value - part * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]
