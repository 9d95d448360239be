"""What the child does with a frame before anybody sees it, and with a page that is asked for: in this process, dot by
dot.
"""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pictures

from drivers.camera.answering import Answering
from drivers.camera.messages import Inbox, Message, wire_of
from drivers.camera.opencv import cv2
from drivers.camera.orders import Ask, Orders, Tell
from drivers.camera.ring import SIZE, Reader, Writer
from drivers.camera.seeing.deskew import crookedness
from drivers.camera.seeing.image import Image, image_of
from drivers.camera.showing import Showing
from kiosk.ports.devices.camera import PictureWarning
from tests.drivers.camera.drawn import Lie, laid
from tests.drivers.stage import Heard

RED = (0, 0, 255)  # blue, green, red
CORNERS = {0: (0, 0), 90: (0, -1), 180: (-1, -1), 270: (-1, 0)}  # row and column of what was at the upper left


def marked() -> Image:
    """60 by 40, red at its upper left."""
    picture = np.full((40, 60, 3), 128, np.uint8)
    picture[:10, :10] = RED
    return image_of(picture)


def shown(orders: Orders, picture: Image) -> tuple[Showing, Image]:
    """The child's way with a frame, and the preview that came of it."""
    memory = bytearray(SIZE)
    showing = Showing(orders, Writer(memoryview(memory)))
    showing.show(picture, 1)
    frame = Reader(memoryview(memory)).frame()
    assert frame is not None
    dots = np.frombuffer(frame.pixels, np.uint8).reshape(frame.height, frame.width, 4)
    return showing, image_of(dots[:, :, :3])


@pytest.mark.parametrize("rotation", CORNERS)
def test_a_camera_that_hangs_turned_is_turned_back_clockwise_in_preview_and_picture(rotation: int) -> None:
    showing, preview = shown(Orders("", rotation=rotation), marked())
    taken = showing.newest()
    assert taken is not None
    for picture in (preview, taken.image):
        assert picture.shape[:2] == ((40, 60) if rotation % 180 == 0 else (60, 40))
        assert tuple(picture[CORNERS[rotation]]) == RED


def test_a_mirrored_preview_is_a_mirror_and_the_picture_that_is_kept_is_not() -> None:
    showing, preview = shown(Orders("", mirror=True), marked())
    taken = showing.newest()
    assert taken is not None
    assert (tuple(preview[0, -1]), tuple(taken.image[0, 0])) == (RED, RED)
    assert tuple(preview[0, 0]) != RED


def page_of(picture: Image) -> tuple[Message, Image]:
    """What is answered to who asks for the page in it."""
    showing, _ = shown(Orders(""), picture)
    sent: Heard[bytes] = Heard()
    (question,) = Inbox().feed(wire_of(Ask.PAGE, number=1, after=0))
    Answering(showing, sent).hear(question)
    (answer,) = Inbox().feed(sent.first())
    page = np.asarray(Pictures.open(io.BytesIO(answer.payload)).convert("RGB"))
    return answer, image_of(cv2.cvtColor(page, cv2.COLOR_RGB2BGR))


def test_a_page_whose_lines_are_printed_crooked_is_given_straight() -> None:
    answer, page = page_of(laid(Lie(turn=0, tilt=0, ink_turn=3.0)).image)
    assert answer.word == Tell.PICTURE
    assert abs(crookedness(page)) < 0.3


def test_a_page_that_lies_over_the_edge_is_given_and_called_cut_off() -> None:
    seen = laid(Lie(turn=0, tilt=0))
    left = int(seen.corners[:, 0].min()) + 1
    answer, _ = page_of(image_of(np.ascontiguousarray(seen.image[:, left:])))
    assert answer.facts["warnings"] == [PictureWarning.CUT_OFF]
