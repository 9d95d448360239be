"""The virtual camera: two lenses on one plug, as document cameras have them, and what they see now."""

from __future__ import annotations

import itertools
import threading

from drivers.camera.scenes import Scene, pictures
from drivers.far_end.faults import Answer, FaultBox

LENSES = ("document", "face")
FIRST = {"document": Scene.PAGE, "face": Scene.FACE}
KIND = "frame"


class VirtualCamera:
    """Safe from any thread. Pictures are drawn when somebody looks for the first time."""

    def __init__(self) -> None:
        self.faults = FaultBox()
        self._lock = threading.Lock()
        self.restart()

    def restart(self) -> None:
        with self._lock:
            self.stands_still = False
            self._counts = {lens: itertools.count() for lens in LENSES}
            self._shown = {lens: (FIRST[lens], "") for lens in LENSES}
            self._drawn: dict[str, tuple[bytes, ...]] = {}

    def show(self, lens: str, scene: Scene, text: str = "") -> None:
        with self._lock:
            self._shown[lens] = (scene, text)
            self._drawn.pop(lens, None)

    def scene(self, lens: str) -> Scene:
        return self._shown[lens][0]

    def picture(self, lens: str) -> bytes:
        """The next JPEG as it leaves the camera; nothing when it is swallowed."""
        with self._lock:
            drawn = self._drawn.get(lens) or pictures(*self._shown[lens])
            self._drawn[lens] = drawn
            turn = 0 if self.stands_still else next(self._counts[lens])
        return self.faults.bend(Answer(KIND, drawn[turn % len(drawn)]))
