"""The source of pictures: OpenCV's VideoCapture over V4L2 or over a stream. It may block for ever, and is alone in
that. Sources: OpenCV's documentation of its properties, and its own words when it was tried [A].
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from drivers.camera.orders import End, Orders
from drivers.camera.video_node import refusal

# Before OpenCV is loaded: a stream is shown as it comes, decoded by one thread, and FFmpeg keeps its words to itself.
os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "fflags;nobuffer|analyzeduration;0|probesize;5000000|threads;1")
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, image_of

OPEN_LIMIT_MS = 4000
READ_LIMIT_MS = 30_000  # the parent's patience is shorter: what hangs is killed, not waited for
MOST_BAD = 25  # reads in a row that gave no picture
PAUSE_S = 0.01
SPOILT_S = 0.6  # so many bad reads that took so long were bytes; reads of a stream that is over take no time


class Capture:
    def __init__(self, source: cv2.VideoCapture) -> None:
        self._source = source

    def frames(self) -> Iterator[tuple[Image, int]]:
        """Pictures with the monotonic nanoseconds at which they had come; ends when there are no more. `end` tells
        why.
        """
        bad, since = 0, time.monotonic()
        self.end = End.ENDED
        while bad < MOST_BAD:
            came, image = self._source.read()
            if came and image.ndim == 3:
                bad, since = 0, time.monotonic()
                yield image_of(image), time.monotonic_ns()
            else:
                bad += 1
                time.sleep(PAUSE_S)
        self.end = End.SPOILT if time.monotonic() - since >= SPOILT_S else End.ENDED


def opened(orders: Orders) -> Capture | End:
    if orders.source.startswith("/"):
        return refusal(orders.source) or _node(orders)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_LIMIT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_LIMIT_MS]
    return _checked(cv2.VideoCapture(orders.source, cv2.CAP_FFMPEG, limits))


def _node(orders: Orders) -> Capture | End:
    """MJPG, because raw pictures of this size do not fit through USB 2.0 [B]; one buffer, so that what is seen is now.

    Each wish is told by itself once the node is open: told with the opening, one that V4L2 does not know (a read
    time-out) or the camera refuses (MJPG) would close it again [A, tried with OpenCV 5.0.0].
    """
    source = cv2.VideoCapture(orders.source, cv2.CAP_V4L2)
    for wish, value in (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, orders.width),
        (cv2.CAP_PROP_FRAME_HEIGHT, orders.height),
        (cv2.CAP_PROP_FPS, orders.frames_per_second),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
    ):
        source.set(wish, value)
    return _checked(source)


def _checked(source: cv2.VideoCapture) -> Capture | End:
    return Capture(source) if source.isOpened() else End.NOT_OPENED
