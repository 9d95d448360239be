"""Whether a page can be read: what a person can mend is told by a word, everything else is left to whoever reads it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, Points, image_of
from kiosk.ports.devices.camera import PictureWarning

SOFT = 2.2  # dots: ink that begins more softly (the sigma of a bell) is blurred ...
SOFT_PART = 0.0012  # ... but on a large picture only beyond this part of its longer side
NEAR, FAR = 1.0, 3.0  # the two scales, in dots, at which edges are looked at
LEAST_SLOPE = 3.0  # levels a dot: with less there is nothing to judge by
BURNT = 246  # levels: all three colours at the end
SPOT = 0.002  # of the page, in one piece
ALL_BURNT = 0.6
DARK = 70  # levels of the brightest places, which paper is among
EDGE = 2.0  # dots


def warnings_of(page: Image) -> tuple[PictureWarning, ...]:
    """Of a flattened page, or of a whole picture."""
    gray = image_of(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY))
    found = (
        (PictureWarning.BLURRED, blurred(gray)),
        (PictureWarning.GLARE, glares(page)),
        (PictureWarning.DARK, float(np.percentile(gray, 97)) < DARK),
    )
    return tuple(warning for warning, holds in found if holds)


def blurred(gray: Image) -> bool:
    soft = softness(gray)
    return soft is not None and soft > max(SOFT, SOFT_PART * max(gray.shape))


def softness(gray: Image) -> float | None:
    """Over how many dots ink begins (the sigma of a bell); None where no ink can be told from paper.

    An edge of softness s has a slope that falls with the root of s squared and the scale's square, so the slopes at two
    scales tell s, whatever its contrast. Only the strongest edges are asked, which noise is not among.
    """
    near, far = _slopes(gray, NEAR), _slopes(gray, FAR)
    strong = far >= max(LEAST_SLOPE, float(np.percentile(far, 97)))
    if strong.sum() < 50:
        return None
    ratio = float(np.median(near[strong] / far[strong])) ** 2
    if ratio <= 1.0:
        return FAR * FAR
    return float(np.sqrt(max(0.0, (FAR**2 - ratio * NEAR**2) / (ratio - 1))))


def _slopes(gray: Image, scale: float) -> NDArray[np.float32]:
    smooth = cv2.GaussianBlur(gray, (0, 0), scale).astype(np.float32)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *way, scale=0.125) for way in ((1, 0), (0, 1)))
    return np.asarray(cv2.magnitude(across, down), np.float32)


def glares(page: Image) -> bool:
    """A spot that is burnt out on paper that is not, or nearly all of it burnt out."""
    least = cv2.blur(np.ascontiguousarray(page.min(axis=2)), (5, 5))
    burnt = (least >= BURNT).astype(np.uint8)
    if float(burnt.mean()) >= ALL_BURNT:
        return True
    paper = float(np.percentile(least, 60))
    return paper < BURNT - 4 and _largest_piece(burnt) >= SPOT * burnt.size


def _largest_piece(mask: NDArray[np.uint8]) -> int:
    _, _, pieces, _ = cv2.connectedComponentsWithStats(mask)
    return int(pieces[1:, cv2.CC_STAT_AREA].max()) if len(pieces) > 1 else 0


def cut_off(corners: Points, width: int, height: int) -> bool:
    """Whether a corner is at the picture's edge or beyond it."""
    least, most = corners.min(axis=0), corners.max(axis=0)
    return bool((least < EDGE).any() or most[0] > width - 1 - EDGE or most[1] > height - 1 - EDGE)
