"""What the benchmark lets a camera's process do: drawn pictures of 1280x720, seen as the child sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from drivers.camera.opencv import cv2
from drivers.camera.scenes import Scene, pictures
from drivers.camera.seeing.codes import codes_in
from drivers.camera.seeing.deskew import straightened
from drivers.camera.seeing.flattening import flattened
from drivers.camera.seeing.image import Image, image_of
from drivers.camera.seeing.page_finding import find_page


def seeing() -> Mapping[str, Callable[[], object]]:
    page, code = _seen(Scene.PAGE), image_of(cv2.cvtColor(_seen(Scene.CODE, "HK1.A017"), cv2.COLOR_BGR2GRAY))
    return {"decode a code": lambda: _read(code), "find and flatten a page": lambda: _flat(page)}


def _seen(scene: Scene, text: str = "") -> Image:
    jpeg = np.frombuffer(pictures(scene, text)[0], np.uint8)
    return image_of(cv2.imdecode(jpeg, cv2.IMREAD_COLOR))


def _read(gray: Image) -> None:
    if not codes_in(gray):
        raise RuntimeError("the benchmark's own code cannot be read")


def _flat(picture: Image) -> None:
    found = find_page(picture)
    if found is None:
        raise RuntimeError("the benchmark's own page cannot be found")
    straightened(flattened(picture, found.corners))
