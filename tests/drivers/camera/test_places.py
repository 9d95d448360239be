"""Where a camera is: a device node, a place on USB, a stream, or a virtual camera's link."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.binding.listing import ListedPort
from drivers.binding.suggestions import suggestions
from drivers.camera.hints import HINTS
from drivers.camera.places import source_of
from drivers.camera.video_node import refusal, takes_pictures
from drivers.serial_link import LinkFault
from kiosk.ports.devices.camera import Lens


def plugged(root: Path, place: str, *nodes: tuple[str, int]) -> None:
    for name, index in nodes:
        node = root / "bus/usb/devices" / place / "video4linux" / name
        node.mkdir(parents=True)
        (node / "index").write_text(f"{index}\n")


def test_a_place_is_the_first_video_node_of_its_interface_whatever_its_number(tmp_path: Path) -> None:
    plugged(tmp_path, "1-4:1.0", ("video10", 1), ("video9", 0))
    assert source_of("place:1-4:1.0", sys_root=tmp_path) == "/dev/video9"


def test_a_place_where_nothing_or_no_camera_is_plugged_in_says_so(tmp_path: Path) -> None:
    (tmp_path / "bus/usb/devices/1-5:1.0").mkdir(parents=True)
    assert source_of("place:1-4:1.0", sys_root=tmp_path) is LinkFault.NO_SUCH_PORT
    assert source_of("place:1-5:1.0", sys_root=tmp_path) is LinkFault.NOT_A_PORT


def test_a_path_is_a_device_that_this_user_may_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert source_of("/dev/null") == "/dev/null"
    assert source_of(str(tmp_path / "file")) is LinkFault.NOT_A_PORT
    assert source_of(str(tmp_path / "none")) is LinkFault.NO_SUCH_PORT
    assert source_of("COM3") is LinkFault.BAD_URL


def test_a_stream_is_a_camera_too_and_a_link_may_name_one(tmp_path: Path) -> None:
    (tmp_path / "camera").symlink_to("http:127.0.0.1:4001")
    assert source_of("http://192.0.2.7/stream") == "http://192.0.2.7/stream"
    assert source_of(str(tmp_path / "camera"), Lens.FACE) == "http://127.0.0.1:4001/face"


def test_a_device_of_usbs_video_class_may_be_a_camera_and_nothing_else() -> None:
    camera = ListedPort("1-4:1.0", 0x1234, 0x5678, interface_class=0x0E)
    (found,) = suggestions([camera], {"camera": HINTS})
    assert found.classes == ("camera",)


@pytest.mark.parametrize(
    ("device", "node", "takes"),
    [
        (0x84A00001, 0x04200001, True),  # a UVC camera's first node
        (0x84A00001, 0x04A00000, False),  # its second: metadata
        (0x04000001, 0, True),  # an old driver that tells nothing of the node
        (0x80000002, 0x04000002, False),  # it shows pictures and takes none
    ],
)
def test_a_node_is_a_camera_by_what_the_kernel_says_of_it(device: int, node: int, takes: bool) -> None:
    names = b"uvcvideo".ljust(16, b"\0") + bytes(64)
    numbers = b"".join(value.to_bytes(4, "little") for value in (0x0006_0C00, device, node))
    assert takes_pictures(names + numbers + bytes(12)) is takes


def test_a_device_that_knows_no_video_commands_is_no_camera() -> None:
    assert refusal("/dev/null") == "not_a_camera"
    assert refusal("/dev/no-such-node") == "not_opened"
