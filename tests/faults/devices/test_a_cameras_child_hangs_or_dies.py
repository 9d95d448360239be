"""The process that sees hangs in a read that never returns, is killed, or speaks nonsense: the terminal goes on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import CameraFailure
from tests.drivers.camera.desk import camera_on, looked, taken
from tests.drivers.stage import Stage, eventually


def children() -> set[int]:
    """Of this process, those that see."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    numbers = {int(one) for file in found for one in file.read_text().split()}
    return {one for one in numbers if b"drivers.camera.child" in Path(f"/proc/{one}/cmdline").read_bytes()}


def test_a_child_that_hangs_in_a_read_is_killed_and_another_takes_its_place(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    last = looked(camera).sequence
    (first,) = children()
    stage.do("hang", device="camera")
    assert eventually(lambda: camera.status().reason.endswith("silent"))
    assert camera.status().device is DeviceState.OFFLINE
    assert camera.frame() is None, "an old picture is not shown as if it were now"
    assert taken(camera.snapshot) is CameraFailure.CAMERA_SILENT
    assert eventually(lambda: first not in children())
    stage.do("hang", device="camera", on=False)
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    assert looked(camera).sequence > last


def test_a_child_that_is_killed_is_replaced_before_anybody_is_told(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    last = looked(camera).sequence
    (first,) = children()
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: bool(children() - {first}))
    assert looked(camera, last).sequence > last


def test_closing_takes_no_time_whatever_the_child_does_and_leaves_none_behind(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    looked(camera)
    stage.do("hang", device="camera")
    began = time.monotonic()
    assert stage.supervisor.close() == ()
    assert time.monotonic() - began < 2.5  # 2 s by its own word, and what a busy machine adds
    assert not children()


def test_bytes_that_are_no_pictures_are_a_fault_and_over_when_pictures_come_again(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    looked(camera)
    stage.do("camera_garbage")
    assert eventually(lambda: camera.status().device is not DeviceState.ONLINE)
    assert camera.status().reason in ("spoilt", "silent", "not_opened")
    stage.do("lift_faults", device="camera")
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
