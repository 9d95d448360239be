"""The camera's real child reads a real stream: frames, snapshots, pages and codes arrive; asleep nothing is taken."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from pathlib import Path

from PIL import Image

from drivers.attaching import Surroundings, attach_devices
from drivers.camera.camera import CameraCodes, Cameras
from drivers.device_classes import schema
from kiosk.operation.state_folder import StateFolder
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import CameraFailure, Picture, PictureWarning
from kiosk.ports.devices.code_scanner import Scan, ScanFailure, Symbology
from kiosk.ports.log import NoLog
from tests.drivers.camera.desk import CARE, camera_on, looked, taken, turned
from tests.drivers.stage import Heard, Stage, eventually


def test_a_preview_flows_and_each_frame_has_its_sequence_and_its_clock(stage: Stage) -> None:
    camera = camera_on(stage)
    assert camera.frame() is None, "nobody looks"
    camera.wake()
    first = looked(camera)
    second = looked(camera, first.sequence)
    assert (first.width, first.height, first.rotation, len(first.pixels)) == (1280, 720, 0, 1280 * 720 * 4)
    assert second.sequence > first.sequence
    assert second.taken_ns > first.taken_ns
    assert time.monotonic_ns() - second.taken_ns < 2e9
    middle = (360 * 1280 + 640) * 4
    assert first.pixels[middle + 3] == 255
    assert min(first.pixels[0:3]) < 80 < max(max(first.pixels[at : at + 3]) for at in range(middle, middle + 800, 4))


def test_asleep_the_far_end_is_not_looked_at_and_awake_again_the_sequence_goes_on(stage: Stage) -> None:
    camera = camera_on(stage)
    camera.wake()
    last = looked(camera).sequence
    camera.let_go()
    assert eventually(lambda: stage.do("state")["state"]["camera"]["watched"] == 0)
    assert camera.frame() is None
    assert camera.status().device is DeviceState.ONLINE
    camera.wake()
    assert looked(camera).sequence > last


def test_a_picture_is_turned_upright_before_anybody_sees_it(stage: Stage) -> None:
    camera = camera_on(stage, care=turned(CARE, 90))
    camera.wake()
    frame = looked(camera)
    assert (frame.width, frame.height, frame.rotation) == (720, 1280, 90)


def test_a_snapshot_wakes_the_camera_and_a_page_is_cut_out_flat_and_judged(stage: Stage) -> None:
    camera = camera_on(stage)
    shot, page = taken(camera.snapshot), taken(camera.page)
    assert isinstance(shot, Picture)
    assert isinstance(page, Picture)
    assert Image.open(io.BytesIO(shot.jpeg)).size == (shot.width, shot.height) == (1280, 720)
    assert Image.open(io.BytesIO(page.jpeg)).size == (page.width, page.height)
    assert abs(page.height / page.width - 297 / 210) < 0.02
    assert (shot.warnings, page.warnings) == ((), ())
    assert page.sequence > shot.sequence
    stage.do("camera_show", scene="blurred")
    blurred = taken(camera.page)
    assert isinstance(blurred, Picture)
    assert PictureWarning.BLURRED in blurred.warnings
    stage.do("camera_show", scene="empty")
    assert eventually(lambda: taken(camera.page) is CameraFailure.NO_PAGE)


def test_the_camera_reads_codes_and_one_answers_one_wait(stage: Stage) -> None:
    codes = CameraCodes(camera_on(stage))
    answer: Heard[Scan | ScanFailure] = Heard()
    codes.read(answer)
    assert eventually(lambda: codes.status().detail("scanner") == "on")
    stage.do("camera_show", scene="code", text="HK1.A017")
    assert answer.first() == Scan("HK1.A017", Symbology.QR)
    withdrawn: Heard[Scan | ScanFailure] = Heard()
    stage.do("camera_show", scene="empty")
    codes.read(withdrawn)
    codes.cancel()
    assert withdrawn.all == [ScanFailure.NO_CODE]
    assert len(answer.all) == 1


def test_both_lenses_are_attached_by_the_configuration_and_the_document_one_reads_codes(
    stage: Stage, tmp_path: Path
) -> None:
    wanted = {"camera": {"port": stage.port("camera"), "face_port": stage.port("camera")}}
    around = Surroundings(schema().model_validate(wanted), StateFolder(tmp_path).make(), stage.supervisor, NoLog())
    cameras = attach_devices("terminal", around)["camera"]
    assert isinstance(cameras, Cameras)
    assert cameras.document is not None
    assert cameras.face is not None
    assert cameras.codes is not None
    assert eventually(lambda: cameras.status().device is DeviceState.ONLINE)
    assert {"camera", "face-camera"} <= set(stage.supervisor.statuses())


def test_too_many_questions_at_once_are_refused_and_none_is_forgotten(stage: Stage) -> None:
    camera = camera_on(stage, care=replace(CARE, answer_s=4.0))
    heard: Heard[Picture | CameraFailure] = Heard()
    for _ in range(12):
        camera.snapshot(heard)
    assert CameraFailure.BUSY in heard.all
    camera.close()
    assert eventually(lambda: len(heard.all) == 12)
