"""A camera as the inside needs it: a picture that moves while somebody looks, a still one, and a page made flat.

A camera sleeps while nobody looks: its lamp is off and nothing is taken. Pixels are handed over as they are drawn,
so that the screen's thread neither decodes nor turns them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.ports.devices.status import DeviceStatus


class Lens(StrEnum):
    """What a camera looks at. XFS4IoT calls the face's `person`; it has no word for the document's."""

    DOCUMENT = "document"
    FACE = "face"


class CameraState(StrEnum):
    """XFS4IoT's Camera.cameras: the detail `camera` of a status."""

    OK = "ok"
    INOPERATIVE = "inoperative"
    UNKNOWN = "unknown"


class CameraFailure(StrEnum):
    """Why there is no picture."""

    CAMERA_GONE = "camera_gone"
    CAMERA_SILENT = "camera_silent"  # no frame within the limit
    CAMERA_FAULT = "camera_fault"  # it stands still, or what it sends is no picture
    BUSY = "busy"
    NO_PAGE = "no_page"  # a picture, and no sheet of paper in it


class PictureWarning(StrEnum):
    """What a person can do something about: hold still, tilt, lay it down whole."""

    BLURRED = "blurred"
    GLARE = "glare"
    DARK = "dark"
    CUT_OFF = "cut_off"  # a corner of the page is at the edge of the picture


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of the preview, already turned upright.

    `sequence` grows by one a frame and begins at 1; `taken_ns` is the machine's monotonic clock when it had arrived;
    `rotation` are the degrees, clockwise, by which it was turned. `pixels`: rows from the top, four bytes a dot
    (blue, green, red, 255), `4 * width` a row.
    """

    sequence: int
    taken_ns: int
    width: int
    height: int
    rotation: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A still picture as a JPEG in the camera's full size, or a flattened page. `sequence`, `taken_ns`: of its
    frame.
    """

    sequence: int
    taken_ns: int
    width: int
    height: int
    jpeg: bytes = field(repr=False)
    warnings: tuple[PictureWarning, ...] = ()


class Camera(Protocol):
    """One lens. No call blocks, but for a copy of one frame in `frame`; answers come on the device's own thread.

    `status().detail("camera")` is a CameraState; `status().reason` says why it does not work: `silent` (no frames),
    `frozen` (the same picture again and again), `spoilt` (what it sends is no picture), `died`, `gone`, `in_use`, ...
    """

    def status(self) -> DeviceStatus: ...

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None: ...

    def wake(self) -> None:
        """Begins to look. As often as it is woken, it has to be let go."""

    def let_go(self) -> None: ...

    def frame(self, after: int = 0) -> Frame | None:
        """The newest whole frame if its sequence is not `after`; None when there is none, also while it sleeps."""

    def snapshot(self, done: Callable[[Picture | CameraFailure], None]) -> None:
        """Wakes the camera if need be; `done` is called exactly once."""

    def page(self, done: Callable[[Picture | CameraFailure], None]) -> None:
        """The sheet of paper before the lens, cut out, flattened and straight."""

    def close(self) -> None: ...
