"""What is done with each frame: turned upright, made small enough for the preview, laid into the ring; and kept for
who asks.
"""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass, field

import numpy as np

from drivers.camera.opencv import cv2
from drivers.camera.orders import Orders
from drivers.camera.ring import DOT, MOST_DOTS, Same, Writer
from drivers.camera.seeing.image import Image, image_of

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
EVERY_ROW = 4  # looked at when two pictures are compared: a sensor's noise is everywhere


@dataclass(frozen=True, slots=True)
class Taken:
    """A whole frame, upright, as the camera sent it."""

    sequence: int
    taken_ns: int
    image: Image = field(repr=False)


class Showing:
    """`show` is called by the thread that captures, `newest` by any."""

    def __init__(self, orders: Orders, writer: Writer) -> None:
        self._orders, self._writer = orders, writer
        self._sequence = orders.first
        self._same = Same(orders.digest, orders.same_since_ns)
        self._changed = threading.Condition()
        self._newest: Taken | None = None

    def show(self, image: Image, taken_ns: int) -> None:
        upright = turned(image, self._orders.rotation)
        small = shrunk(upright)
        self._compare(image, taken_ns)
        self._lay(image_of(cv2.flip(small, 1)) if self._orders.mirror else small, taken_ns)
        with self._changed:
            self._sequence += 1
            self._newest = Taken(self._sequence, taken_ns, upright)
            self._changed.notify_all()

    def newest(self, after: int = 0, limit_s: float = 0.0) -> Taken | None:
        """The newest frame later than `after`, waited for at most `limit_s` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None and self._newest.sequence > after, limit_s)
            newest = self._newest
        return newest if newest is not None and newest.sequence > after else None

    def _compare(self, image: Image, taken_ns: int) -> None:
        digest = zlib.crc32(np.ascontiguousarray(image[::EVERY_ROW]).data)
        if digest != self._same.digest:
            self._same = Same(digest, taken_ns)

    def _lay(self, image: Image, taken_ns: int) -> None:
        height, width = image.shape[:2]
        place = np.frombuffer(self._writer.at(width * height * DOT), np.uint8).reshape(height, width, DOT)
        cv2.cvtColor(image, cv2.COLOR_BGR2BGRA, dst=place)
        self._writer.done(taken_ns, self._same, width, height, self._orders.rotation)


def turned(image: Image, rotation: int) -> Image:
    """Degrees, clockwise."""
    return image_of(cv2.rotate(image, _TURNS[rotation])) if rotation in _TURNS else image


def shrunk(image: Image) -> Image:
    """At most as many dots as a slot holds, in the same shape."""
    height, width = image.shape[:2]
    part = (MOST_DOTS / (width * height)) ** 0.5
    if part >= 1:
        return image
    size = (max(1, int(width * part)), max(1, int(height * part)))
    return image_of(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
