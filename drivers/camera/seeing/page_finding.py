"""Where a sheet of paper lies in a picture: masks by Otsu and Canny on the channels of Lab, the four-cornered hulls
of what they show, scored by how much of their border is an edge, and the best one's border fitted again at full size.

It needs a mat that is darker or of another colour than the paper. Measured in 2026 on 200 drawn documents
(docs/devices.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, Page, Points, image_of, ordered, sides

WORK = 640  # dots of the longer side while it is looked for
SMALLEST = 0.06  # of the picture
LEAST_SUPPORT = 0.55
FLATTEST = 0.26  # sine of the sharpest corner that a page may show (15 degrees)
STEPS = 40  # points looked at on each side
EDGE = 9.0  # levels a dot: weaker is no edge


def find_page(image: Image) -> Page | None:
    """The best page, its corners exact to about a dot."""
    scale = WORK / max(image.shape[:2])
    scale = min(scale, 1.0)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    channels = _channels(image_of(small))
    slopes = _slopes(channels)
    best = _best(_candidates(channels), slopes)
    if best is None:
        return None
    corners = (best.corners + 0.5) / scale - 0.5
    return Page(refined(image, corners.astype(np.float32), 3 / scale), best.support)


def _channels(image: Image) -> list[Image]:
    smooth = cv2.GaussianBlur(image, (5, 5), 0)
    lab = cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB)
    return [np.ascontiguousarray(lab[:, :, at]) for at in range(3)]


def _slopes(channels: list[Image]) -> NDArray[np.float32]:
    """The steepest slope of any channel at each dot, in levels a dot; colours count as much as light."""
    each = [
        cv2.magnitude(*(cv2.Sobel(one, cv2.CV_32F, *way, scale=0.25) for way in ((1, 0), (0, 1)))) for one in channels
    ]
    return np.asarray(np.maximum.reduce([each[0], each[1] * 2, each[2] * 2]), np.float32)


def _candidates(channels: list[Image]) -> Iterator[Points]:
    least = SMALLEST * channels[0].size
    for mask in _masks(channels):
        outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            hull = cv2.convexHull(outline)
            if cv2.contourArea(hull) >= least:
                yield from _four_cornered(hull)


def _masks(channels: list[Image]) -> Iterator[Image]:
    closing = np.ones((9, 9), np.uint8)
    for channel in channels:
        if int(channel.max()) - int(channel.min()) < 12:
            continue
        _, bright = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        for mask in (bright, cv2.bitwise_not(bright)):
            yield image_of(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, closing))
            yield image_of(cv2.morphologyEx(mask, cv2.MORPH_OPEN, closing))
        for low in (20, 50):
            yield image_of(cv2.dilate(cv2.Canny(channel, low, low * 3), np.ones((5, 5), np.uint8)))


def _four_cornered(hull: cv2.typing.MatLike) -> Iterator[Points]:
    """The hull with its short sides given up until four are left."""
    around = cv2.arcLength(hull, True)
    for part in (0.01, 0.02, 0.04, 0.06):
        corners = cv2.approxPolyDP(hull, part * around, True).reshape(-1, 2).astype(np.float32)
        if len(corners) == 4 and _could_be_a_page(corners):
            yield ordered(corners)
            return
        if len(corners) < 4:
            return


def _could_be_a_page(corners: Points) -> bool:
    ways = np.roll(corners, -1, axis=0) - corners
    ways /= np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-6)
    after = np.roll(ways, -1, axis=0)
    bends = ways[:, 0] * after[:, 1] - ways[:, 1] * after[:, 0]
    return bool(np.all(np.abs(bends) > FLATTEST)) and bool(cv2.isContourConvex(corners.astype(np.int32)))


def _best(candidates: Iterator[Points], slopes: NDArray[np.float32]) -> Page | None:
    """Much border seen, and among such the larger: what is printed on a page has borders too."""
    best, best_score = None, 0.0
    for corners in candidates:
        support = _support(corners, slopes)
        score = support**2 * float(np.sqrt(cv2.contourArea(corners)))
        if support >= LEAST_SUPPORT and score > best_score:
            best, best_score = Page(corners, support), score
    return best


def _support(corners: Points, slopes: NDArray[np.float32]) -> float:
    """The part of the border at which there is an edge within two dots; the worst side counts as much as all."""
    near = np.arange(-2, 3, dtype=np.float32)
    each = []
    for one, other in sides(corners):
        along, across = _grid(one, other, near)
        found = _sampled(slopes, along[:, None, :] + across[None, :, :]).max(axis=1)
        each.append(float((found >= EDGE).mean()))
    return (sum(each) / 4 + min(each)) / 2


def _grid(one: Points, other: Points, offsets: NDArray[np.float32]) -> tuple[Points, Points]:
    """Points on a side without its ends, and the steps across it."""
    way = other - one
    normal = np.array([-way[1], way[0]], np.float32) / max(float(np.linalg.norm(way)), 1e-6)
    part = np.linspace(0.05, 0.95, STEPS, dtype=np.float32)[:, None]
    return (one + part * way).astype(np.float32), (offsets[:, None] * normal).astype(np.float32)


def _sampled(image: NDArray[np.float32], points: Points) -> NDArray[np.float32]:
    """Values between the dots; the picture's border goes on outside."""
    places = np.ascontiguousarray(points, np.float32)
    found = cv2.remap(image, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)


def refined(image: Image, corners: Points, reach: float) -> Points:
    """Each side is laid anew through the steepest places within `reach` dots of it; the corners are where sides
    meet.
    """
    offsets = np.linspace(-reach, reach, 2 * int(np.ceil(reach)) * 2 + 1, dtype=np.float32)
    smooth = cv2.GaussianBlur(image, (0, 0), 1.0).astype(np.float32)
    lines = [_laid(smooth, one, other, offsets) for one, other in sides(corners)]
    met = [_meeting(lines[at - 1], lines[at]) for at in range(4)]
    fresh = np.array([old if new is None else new for old, new in zip(corners, met, strict=True)], np.float32)
    moved = np.linalg.norm(fresh - corners, axis=1)
    return np.where((moved > 4 * reach)[:, None], corners, fresh).astype(np.float32)


Line = tuple[Points, Points]  # a point and a direction


def _laid(image: NDArray[np.float32], one: Points, other: Points, offsets: NDArray[np.float32]) -> Line:
    along, across = _grid(one, other, offsets)
    values = _sampled(image, along[:, None, :] + across[None, :, :])
    steep = np.abs(np.gradient(values, axis=1)).max(axis=2)
    at = steep.argmax(axis=1)
    strong = steep.max(axis=1) >= max(0.5, 0.35 * float(np.median(steep.max(axis=1))))
    found = along + across[0] + (_between(steep, at) * float(offsets[1] - offsets[0]))[:, None] * _step(across)
    chosen = found[strong] if strong.sum() >= 8 else along
    x, y, px, py = np.asarray(cv2.fitLine(np.asarray(chosen, np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01)).ravel()
    return np.array([px, py], np.float32), np.array([x, y], np.float32)


def _step(across: Points) -> Points:
    way = across[-1] - across[0]
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-6), np.float32)


def _between(steep: NDArray[np.float32], at: NDArray[np.intp]) -> NDArray[np.float32]:
    """The top of a parabola through the steepest place and its neighbours, in steps."""
    rows, last = np.arange(len(at)), steep.shape[1] - 1
    inner = np.clip(at, 1, last - 1)
    left, top, right = (steep[rows, inner + shift] for shift in (-1, 0, 1))
    bend = left - 2 * top + right
    shift = np.where(np.abs(bend) > 1e-6, (left - right) / (2 * np.where(bend == 0, 1, bend)), 0)
    return np.asarray(inner + np.clip(shift, -1, 1), np.float32)


def _meeting(one: Line, other: Line) -> Points | None:
    (at, way), (there, its_way) = one, other
    cross = float(way[0] * its_way[1] - way[1] * its_way[0])
    if abs(cross) < 0.05:
        return None
    between = there - at
    return (at + way * float(between[0] * its_way[1] - between[1] * its_way[0]) / cross).astype(np.float32)
