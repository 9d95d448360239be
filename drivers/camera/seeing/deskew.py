"""By how much a page's lines are crooked: its ink is thrown on the page's side at many angles; lines that are
straight then make the sharpest peaks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, image_of

WORK = 1000  # dots of the longer side while it is measured
MOST_DEGREES = 6.0
ROUNDS = ((MOST_DEGREES, 0.5), (0.5, 0.1), (0.1, 0.02))  # degrees around the best so far, and the step
MOST_INK = 40_000  # dots of ink looked at
LEAST_INK = 400
CLEAR = 1.15  # how much sharper than the usual angle the best one has to be


def crookedness(page: Image) -> float:
    """Degrees, clockwise, by which the lines are turned; 0 where there are too few to tell."""
    ink = _ink(page)
    if len(ink) < LEAST_INK:
        return 0.0
    best = 0.0
    for round_number, (reach, step) in enumerate(ROUNDS):
        angles = best + np.arange(-reach, reach + step / 2, step)
        sharp = np.array([_sharpness(ink, float(angle)) for angle in angles])
        best = float(angles[sharp.argmax()])
        if round_number == 0 and sharp.max() < CLEAR * np.median(sharp):
            return 0.0
    return best


def straightened(page: Image) -> Image:
    degrees = crookedness(page)
    if abs(degrees) < 0.05:
        return page
    height, width = page.shape[:2]
    turning = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    straight = cv2.warpAffine(page, turning, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return image_of(straight)


def _ink(page: Image) -> NDArray[np.float32]:
    """Places of dark dots, x and y, without the page's margin where its edge may show."""
    gray = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY) if page.ndim == 3 else page
    scale = min(1.0, WORK / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    margin = max(2, round(0.02 * min(small.shape)))
    rows, columns = np.nonzero(dark[margin:-margin, margin:-margin])
    every = max(1, len(rows) // MOST_INK)
    return np.stack([columns[::every], rows[::every]], axis=1).astype(np.float32)


def _sharpness(ink: NDArray[np.float32], degrees: float) -> float:
    turn = np.deg2rad(degrees)
    heights = ink[:, 1] * np.cos(turn) - ink[:, 0] * np.sin(turn)
    lines = np.bincount((heights - heights.min()).astype(np.int64))
    return float((np.diff(lines.astype(np.float64)) ** 2).sum())
