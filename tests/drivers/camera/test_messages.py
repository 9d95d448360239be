"""What goes through the pipes, split and glued, and what is not believed."""

from __future__ import annotations

import pytest

from drivers.camera.device import picture_of
from drivers.camera.messages import MOST_BYTES, Inbox, Message, SpoiltError, wire_of
from drivers.camera.orders import Orders, Tell, orders_of
from kiosk.ports.devices.camera import CameraFailure, Picture, PictureWarning

JPEG = b"\xff\xd8\xff\xe0"
WHOLE = {"number": 3, "sequence": 7, "taken_ns": 99, "width": 2, "height": 3, "warnings": ["glare", "nonsense"]}


def test_a_message_comes_whole_however_it_is_split() -> None:
    wire = wire_of("picture", JPEG, width=2) + wire_of("code", "取号".encode(), number=1)
    for at in range(len(wire)):
        inbox = Inbox()
        found = [*inbox.feed(wire[:at]), *inbox.feed(wire[at:])]
        assert [(one.word, one.payload) for one in found] == [("picture", JPEG), ("code", "取号".encode())]
        assert inbox.held == 0


@pytest.mark.parametrize(
    "wire",
    [
        b"CAM2" + bytes(8),
        b"CAM1" + (MOST_BYTES + 1).to_bytes(4, "little") * 2,
        b"CAM1" + b"\x02\0\0\0\0\0\0\0[]",
        b"CAM1" + b"\x02\0\0\0\0\0\0\0{}",
        b"CAM1" + b"\x02\0\0\0\0\0\0\0\xff\xff",
    ],
)
def test_whoever_speaks_otherwise_is_not_listened_to(wire: bytes) -> None:
    inbox = Inbox()
    with pytest.raises(SpoiltError):
        inbox.feed(wire)
    assert inbox.held == 0


def test_what_is_asked_for_reaches_the_child_as_it_was_said() -> None:
    orders = Orders("/dev/video0", 1920, 1080, 15, 270, True, 12, 0xFFFFFFFF, 10**15)
    assert orders_of(orders.words()) == orders


def test_a_picture_is_believed_only_as_far_as_it_can_be_one() -> None:
    said = picture_of(Message(Tell.PICTURE, WHOLE, JPEG))
    assert said == Picture(7, 99, 2, 3, JPEG, (PictureWarning.GLARE,))
    for spoilt in (WHOLE | {"width": 0}, WHOLE | {"height": "3"}, WHOLE | {"width": -1}, WHOLE | {"width": True}):
        assert picture_of(Message(Tell.PICTURE, spoilt, JPEG)) is CameraFailure.CAMERA_FAULT
    assert picture_of(Message(Tell.PICTURE, WHOLE, b"GIF89a")) is CameraFailure.CAMERA_FAULT


def test_a_reason_that_nobody_knows_is_a_fault_of_the_camera() -> None:
    assert picture_of(Message(Tell.NO_PICTURE, {"reason": "no_page"})) is CameraFailure.NO_PAGE
    assert picture_of(Message(Tell.NO_PICTURE, {"reason": "a whim"})) is CameraFailure.CAMERA_FAULT


def test_a_code_is_not_shown_where_a_message_is_printed() -> None:
    assert "A017" not in repr(Message(Tell.CODE, {"text": "A017"}, b"A017"))
