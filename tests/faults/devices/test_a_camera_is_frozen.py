"""The same picture again and again: the frames still come, and what they show is not now."""

from __future__ import annotations

from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import CameraFailure
from tests.drivers.camera.desk import camera_on, looked, taken
from tests.drivers.stage import Stage, eventually


def test_a_frozen_picture_is_noticed_shown_to_nobody_and_over_as_soon_as_it_moves(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    looked(camera)
    stage.do("camera_freeze")
    assert eventually(lambda: camera.status().reason.endswith("frozen"))
    assert camera.status().device is DeviceState.HARDWARE_ERROR
    assert camera.status().detail("camera") == "inoperative"
    assert camera.frame() is None
    assert taken(camera.snapshot) is CameraFailure.CAMERA_FAULT
    assert eventually(lambda: stage.supervisor.counters.of("camera").get("reset", 0) >= 1), "the ladder restarts it"
    assert camera.status().device is DeviceState.HARDWARE_ERROR, "a fresh child does not make an old picture new"
    stage.do("camera_freeze", on=False)
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    assert looked(camera).sequence
