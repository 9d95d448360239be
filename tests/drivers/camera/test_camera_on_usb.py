"""A camera at a device node, as OpenCV and the kernel speak about it: no camera was at hand, so the kernel's part is
played by `video_node.c`, laid over the child's own calls.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.camera.camera import HallCamera, Means
from drivers.camera.scenes import Scene, pictures
from kiosk.operation.prepare.compiler import HEADER
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.camera import Picture
from tests.drivers.camera.desk import CARE, looked, taken
from tests.drivers.stage import eventually

NODE = "/dev/video-of-the-test"
pytestmark = pytest.mark.skipif(
    shutil.which("cc") is None or not HEADER.exists(),
    reason="no C compiler is installed (Debian's packages gcc and libc6-dev)",
)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("node") / "video_node.so"
    source = Path(__file__).with_name("video_node.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", made, source, "-ldl"], check=True)
    return made


@pytest.fixture
def kernel(node: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder by which the camera is told what to do."""
    for number, jpeg in enumerate(pictures(Scene.PAGE)):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg)
    for name, value in (("LD_PRELOAD", node), ("HALL_NODE", NODE), ("HALL_FRAMES", tmp_path)):
        monkeypatch.setenv(name, str(value))
    return tmp_path


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    yield supervisor
    assert supervisor.close() == ()


def camera_at(supervisor: Supervisor) -> HallCamera:
    return HallCamera(supervisor, "camera", Means(lambda: NODE, CARE, poll_s=0.1, debounce_s=0.3))


def test_a_usb_camera_is_opened_as_large_and_quick_as_was_asked_and_its_pictures_come(
    kernel: Path, supervisor: Supervisor
) -> None:
    camera = camera_at(supervisor)
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    assert (kernel / "asked").read_text() == "MJPG 1280x720 25"
    camera.wake()
    frame = looked(camera)
    assert (frame.width, frame.height) == (1280, 720)
    assert isinstance(taken(camera.page), Picture)


def test_a_usb_camera_that_knows_no_motion_jpeg_is_used_as_it_is(kernel: Path, supervisor: Supervisor) -> None:
    (kernel / "plain").touch()
    camera = camera_at(supervisor)
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    assert (kernel / "asked").read_text() == "YUYV 1280x720 25"


def test_a_node_that_gives_no_pictures_is_named_as_one_and_not_tried(kernel: Path, supervisor: Supervisor) -> None:
    (kernel / "metadata").touch()
    camera = camera_at(supervisor)
    assert eventually(lambda: camera.status().reason.endswith("not_a_camera"))
    assert camera.status().device is DeviceState.NO_DEVICE
    assert not (kernel / "asked").exists()


def test_a_usb_camera_whose_read_never_returns_is_silent_and_works_again_when_it_does(
    kernel: Path, supervisor: Supervisor
) -> None:
    camera = camera_at(supervisor)
    camera.wake()
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
    (kernel / "hangs").touch()
    assert eventually(lambda: camera.status().device is DeviceState.OFFLINE)
    assert camera.frame() is None
    (kernel / "hangs").unlink()
    assert eventually(lambda: camera.status().device is DeviceState.ONLINE)
