"""How well codes are read, over many drawn ones: `python -m tests.drivers.camera.code_figures [QR [CODE_128]]`.

A slip or a telephone before the lens: small and large, turned, slanted, out of focus, grained, pale, shaded, shone on.
Every one carries something else, so that a wrong reading is seen as one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

import barcode
import numpy as np
import segno

from drivers.camera.opencv import cv2
from drivers.camera.seeing.codes import codes_in
from drivers.camera.seeing.image import Image, image_of
from kiosk.ports.devices.code_scanner import Symbology
from tests.drivers.camera.drawn import HEIGHT, WIDTH

QR_PAYLOADS = ("HK1.{n:06d}.c2lnbmVk", "https://booking.example/c/{n:06d}", "预约取号 {n:06d}", "{n:012d}" * 6)


@dataclass(frozen=True, slots=True)
class Figures:
    """`wrong`: something else than was drawn. Milliseconds of one picture, both tries of it if it took both."""

    read: int
    of: int
    wrong: int
    median_ms: float


def drawn(kind: Symbology, seed: int) -> tuple[Image, bytes]:
    """A picture of 1280x720, grey, and what stands in its code."""
    dice = np.random.default_rng(seed)
    if kind is Symbology.QR:
        text = QR_PAYLOADS[seed % len(QR_PAYLOADS)].format(n=seed)
        code = segno.make_qr(text, error="m")
        symbol = np.array([[0 if dot else 1 for dot in row] for row in code.matrix_iter(border=4)], np.uint8)
        dots = float(dice.uniform(1.8, 9.0)) * symbol.shape[1]
        shape = (dots, dots)
    else:
        text = f"A{seed % 1000:03d}-{seed:04d}"
        (lines,) = barcode.Code128(text).build()
        bars = np.array([1] * 10 + [int(bit == "0") for bit in lines] + [1] * 10, np.uint8)
        symbol = np.repeat(bars[None, :], 30, axis=0)
        dots = float(dice.uniform(1.6, 6.0)) * symbol.shape[1]
        shape = (min(dots, WIDTH * 0.9), float(dice.uniform(50, 150)))
    return _taken(symbol, shape, dice), text.encode()


def figures(kind: Symbology, seeds: Iterable[int]) -> Figures:
    read = wrong = count = 0
    times = []
    for seed in seeds:
        picture, payload = drawn(kind, seed)
        count += 1
        began = time.perf_counter()
        found = codes_in(picture)
        times.append(time.perf_counter() - began)
        right = [one for one in found if (one.payload, one.symbology) == (payload, kind)]
        read += bool(right)
        wrong += len(found) - len(right)
    return Figures(read, count, wrong, float(np.median(times)) * 1000)


def _taken(symbol: Image, shape: tuple[float, float], dice: np.random.Generator) -> Image:
    """The code on a lit slip in the middle of the picture, through the lens."""
    high, wide = symbol.shape
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    seen = (corners / [wide, high] - 0.5) * np.array(shape)
    turn = np.deg2rad(dice.uniform(0, 360))
    seen = seen @ np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]).T
    depth = 1 + seen[:, 1:] / (WIDTH / 2) * float(dice.uniform(-0.35, 0.35))  # a slant
    room = min(1.0, 0.48 * HEIGHT / float(np.abs(seen / depth).max()))
    placed = (seen / depth * room + np.array([WIDTH, HEIGHT]) / 2).astype(np.float32)
    dark, light = float(dice.uniform(10, 90)), float(dice.uniform(120, 240))
    ink = (dark + (light - dark) * symbol).astype(np.float32)
    turning = np.diag([2.0, 2.0, 1.0]) @ cv2.getPerspectiveTransform(corners, placed)
    scene = cv2.warpPerspective(ink, turning, (2 * WIDTH, 2 * HEIGHT), borderValue=light, flags=cv2.INTER_NEAREST)
    lit = np.asarray(cv2.resize(scene, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.float32)
    lit *= 1 - float(dice.choice([0, 0.3, 0.6])) * np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :]
    if dice.random() < 0.3:
        shine = np.zeros((HEIGHT, WIDTH), np.float32)
        at = (int(dice.integers(WIDTH)), int(dice.integers(HEIGHT)))
        cv2.circle(shine, at, int(dice.integers(40, 220)), 120.0, -1)
        lit += cv2.GaussianBlur(shine, (0, 0), 40)
    soft = cv2.GaussianBlur(lit, (0, 0), float(dice.uniform(0.3, 1.6)))
    return image_of(np.clip(soft + dice.normal(0, float(dice.uniform(1, 9)), soft.shape), 0, 255).astype(np.uint8))


def main(qr: int, code_128: int) -> None:
    for kind, count in ((Symbology.QR, qr), (Symbology.CODE_128, code_128)):
        reached = figures(kind, range(count))
        print(f"{kind.value}: {reached.read} of {reached.of}, {reached.wrong} wrong, {reached.median_ms:.1f} ms")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *(301, 60)[len(given) :])
