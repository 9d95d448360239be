"""What an image and the corners of a page are, for those who look at them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]  # rows, columns and, for colour, blue, green, red
Points = NDArray[np.float32]  # n rows of x, y in dots; the middle of the first dot is (0, 0)


def image_of(made: object) -> Image:
    """What OpenCV gave back, by its type; nothing is copied."""
    return np.asarray(made, np.uint8)


@dataclass(frozen=True, slots=True)
class Page:
    """Corners in dots of the picture: top left, top right, bottom right, bottom left. `support`: 0 to 1, how much of
    its border is seen."""

    corners: Points
    support: float


def ordered(corners: Points) -> Points:
    """Clockwise as they are seen, beginning with the one nearest to the top left."""
    middle = corners.mean(axis=0)
    turn = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    round_about = corners[np.argsort(turn)]
    first = int(np.argmin(round_about.sum(axis=1)))
    return np.roll(round_about, -first, axis=0)


def sides(corners: Points) -> tuple[tuple[Points, Points], ...]:
    return tuple((corners[at], corners[(at + 1) % 4]) for at in range(4))


def lengths(corners: Points) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1), np.float32)
