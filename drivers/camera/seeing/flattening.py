"""From a page seen at a slant to the page as it lies before a reader: cut out, flat, with the shape that paper has."""

from __future__ import annotations

import numpy as np

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, Points, image_of, lengths

MOST = 3508  # dots of the longer side: A4 at 300 a inch
A4, CARD = 297 / 210, 85.6 / 53.98
NEAR = 0.04  # a shape so near to one that is known is that one


def flattened(image: Image, corners: Points) -> Image:
    width, height = _size(corners, image.shape[1], image.shape[0])
    wanted = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    turning = cv2.getPerspectiveTransform(corners.astype(np.float32), wanted)
    flat = cv2.warpPerspective(image, turning, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return image_of(flat)


def _size(corners: Points, picture_width: int, picture_height: int) -> tuple[int, int]:
    """Width and height in dots: no side smaller than it was seen."""
    top, right, bottom, left = (float(one) for one in lengths(corners))
    width, height = max(top, bottom), max(left, right)
    shape = _known(_shape(corners, picture_width, picture_height), height / width)
    if height < width * shape:
        height = width * shape
    else:
        width = height / shape
    shrink = min(1.0, MOST / max(width, height))
    return max(2, round(width * shrink)), max(2, round(height * shrink))


def _known(reckoned: float | None, seen: float) -> float:
    """Height to width: of a sheet or card that there is, if either is near to one."""
    known = [one for side in (A4, CARD) for one in (side, 1 / side)]
    for shape in (reckoned, seen):
        near = [one for one in known if shape is not None and abs(shape / one - 1) <= NEAR]
        if near:
            return near[0]
    return reckoned or seen


def _shape(corners: Points, width: int, height: int) -> float | None:
    """Height to width of the sheet itself, from the slant at which it is seen; None where it is seen without one.

    A pinhole whose axis meets the picture's middle (Zhang and He, Whiteboard scanning, 2003).
    """
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    first, second, fourth, third = (np.append(one - middle, 1.0) for one in corners[[0, 1, 2, 3]].astype(np.float64))
    k2 = np.dot(np.cross(first, fourth), third) / np.dot(np.cross(second, fourth), third)
    k3 = np.dot(np.cross(first, fourth), second) / np.dot(np.cross(third, fourth), second)
    across, down = k2 * second - first, k3 * third - first
    if min(abs(k2 - 1), abs(k3 - 1)) < 0.01 or not np.isfinite([k2, k3]).all():
        return None
    focal = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2])
    if not width**2 * 0.25 < focal < width**2 * 9:
        return None
    lens = np.array([1 / focal, 1 / focal, 1.0])
    return float(np.sqrt((down**2 * lens).sum() / (across**2 * lens).sum()))
