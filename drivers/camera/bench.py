"""The virtual camera on the bench: what it sees, and what it can do wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from drivers.camera.scenes import Scene
from drivers.camera.stream_line import StreamLine
from drivers.camera.virtual import KIND, LENSES, VirtualCamera
from drivers.far_end.faults import Answer, FaultBox, stray_bytes
from drivers.virtual_devices.arguments import Arguments
from drivers.virtual_devices.unit import Act, Handler, Reply, bent, nothing

PACE_S = 0.04
LONGEST_TEXT = 2000  # bytes of a code's text: what a QR code of the middle level holds
CODES = (Scene.CODE, Scene.CODE_128)


@dataclass(frozen=True, slots=True)
class Garbage:
    """Bytes that are no picture, as many as one has."""

    seed: int = 1
    name: str = "camera_garbage"

    def bend(self, answer: Answer) -> bytes:
        return stray_bytes(len(answer.wire), self.seed)


class CameraUnit:
    name = "camera"
    kinds = frozenset((KIND,))
    untold = frozenset(("camera_show", "camera_freeze", "camera_pace", "camera_garbage"))

    def __init__(self, folder: Path, changed: Callable[[str], None]) -> None:
        self._camera = VirtualCamera()
        self._camera.faults.told = changed
        self.line = StreamLine(folder / self.name, LENSES, self._camera.picture, changed)

    @property
    def faults(self) -> FaultBox:
        return self._camera.faults

    def state(self) -> Reply:
        seen: Reply = {lens: self._camera.scene(lens).value for lens in LENSES}
        return {**seen, "stands_still": self._camera.stands_still, "watched": self.line.watched}

    def reset(self) -> None:
        self._camera.restart()
        self.line.pace_s = PACE_S

    def close(self) -> None:
        self.line.unplug()

    def commands(self) -> Mapping[str, Handler]:
        return {
            "camera_show": self._show,
            "camera_freeze": self._freeze,
            "camera_pace": self._pace,
            "camera_garbage": self._garbage,
        }

    def _show(self, arguments: Arguments) -> Act:
        """`text` stands in a code."""
        lens = arguments.word("lens", LENSES, "document")
        scene = Scene(arguments.word("scene", [one.value for one in Scene]))
        text = arguments.text("text")[:LONGEST_TEXT] if scene in CODES else ""
        return nothing(lambda: self._camera.show(lens, scene, text))

    def _freeze(self, arguments: Arguments) -> Act:
        """The same picture again and again, to the byte."""
        on = arguments.flag("on", True)

        def still() -> None:
            self._camera.stands_still = on

        return nothing(still)

    def _pace(self, arguments: Arguments) -> Act:
        """So many pictures in ten seconds."""
        count = arguments.count("in_ten_seconds", 1, 600, 250) or 250

        def paced() -> None:
            self.line.pace_s = 10 / count

        return nothing(paced)

    def _garbage(self, arguments: Arguments) -> Act:
        seed = arguments.count("seed", 0, 1_000_000, 1) or 0
        return bent(self, Garbage(seed), arguments)


def unit(folder: Path, changed: Callable[[str], None]) -> CameraUnit:
    return CameraUnit(folder, changed)
