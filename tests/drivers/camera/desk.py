"""What the tests of the camera share: a camera at its virtual far end, with the real limits but for the long waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drivers.camera.camera import HallCamera, Means
from drivers.camera.device import Care
from drivers.camera.places import source_of
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import CameraFailure, Frame, Picture
from tests.drivers.stage import LONG_S, Heard, Stage, eventually

CARE = Care(first_s=6.0, silent_s=1.0, still_s=0.8, linger_s=0.5, rest_s=0.1)


def camera_on(stage: Stage, care: Care = CARE) -> HallCamera:
    port = stage.port("camera")
    means = Means(lambda: source_of(port), care, poll_s=0.1, debounce_s=0.3)
    camera = HallCamera(stage.supervisor, "camera", means)
    camera.watch(stage.statuses)
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    return camera


def turned(care: Care, rotation: int) -> Care:
    return replace(care, orders=replace(care.orders, rotation=rotation))


def looked(camera: HallCamera, after: int = 0) -> Frame:
    """The next frame; the camera has to be awake."""
    seen: list[Frame] = []

    def came() -> bool:
        frame = camera.frame(after)
        seen.extend([frame] if frame is not None else [])
        return bool(seen)

    assert eventually(came)
    return seen[0]


def taken(ask: Callable[[Heard[Picture | CameraFailure]], None]) -> Picture | CameraFailure:
    """What a snapshot or a page was answered with."""
    heard: Heard[Picture | CameraFailure] = Heard()
    ask(heard)
    return heard.first(LONG_S)
