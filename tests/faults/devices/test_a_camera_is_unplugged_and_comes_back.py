"""The plug is pulled while somebody looks, and while nobody does."""

from __future__ import annotations

from drivers.camera.camera import CameraCodes
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import CameraFailure
from kiosk.ports.devices.code_scanner import Scan, ScanFailure
from tests.drivers.camera.desk import camera_on, looked, taken
from tests.drivers.stage import Heard, Stage, eventually


def test_unplugged_while_somebody_looks_it_is_gone_and_plugged_in_again_the_preview_goes_on(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    last = looked(camera).sequence
    stage.do("unplug", device="camera")
    assert eventually(lambda: camera.status().device is DeviceState.NO_DEVICE)
    assert camera.frame() is None
    assert taken(camera.snapshot) is CameraFailure.CAMERA_GONE
    stage.do("plug", device="camera")
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    assert looked(camera).sequence > last


def test_unplugged_while_it_sleeps_it_is_gone_too(stage: Stage) -> None:
    camera = camera_on(stage)
    stage.do("unplug", device="camera")
    assert eventually(lambda: camera.status().device is DeviceState.NO_DEVICE)
    stage.do("plug", device="camera")
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)


def test_who_waits_for_a_code_is_told_that_the_camera_went(stage: Stage) -> None:
    codes = CameraCodes(camera_on(stage))
    answer: Heard[Scan | ScanFailure] = Heard()
    codes.read(answer)
    stage.do("unplug", device="camera")
    assert answer.first() is ScanFailure.SCANNER_GONE
