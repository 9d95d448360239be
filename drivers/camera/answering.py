"""What the child is asked beside the preview: a still picture, a page made flat, a code."""

from __future__ import annotations

import threading
from collections.abc import Callable

from drivers.camera.messages import Message, wire_of
from drivers.camera.opencv import cv2
from drivers.camera.orders import Ask, Tell
from drivers.camera.seeing.codes import CodeWatch, FoundCode
from drivers.camera.seeing.deskew import straightened
from drivers.camera.seeing.flattening import flattened
from drivers.camera.seeing.image import Image, image_of
from drivers.camera.seeing.judging import cut_off, warnings_of
from drivers.camera.seeing.page_finding import find_page
from drivers.camera.showing import Showing, Taken
from kiosk.ports.devices.camera import CameraFailure, PictureWarning

QUALITY = 92  # of a JPEG, percent
FRESH_S = 3.0  # how long a frame that is newer than the question is waited for
LOOK_AGAIN_S = 0.1  # between two looks for a code


class Answering:
    """`send` takes whole frames of bytes, from two threads here."""

    def __init__(self, showing: Showing, send: Callable[[bytes], None]) -> None:
        self._showing, self._send = showing, send
        self._looking = 0  # for which wish a code is looked for; 0: none
        self._wanted = threading.Event()
        threading.Thread(target=self._look, name="codes", daemon=True).start()

    def hear(self, message: Message) -> None:
        number = message.number("number")
        match message.word:
            case Ask.SNAPSHOT | Ask.PAGE:
                self._picture(message.word, number, message.number("after"))
            case Ask.CODES:
                self._looking = number
                self._wanted.set()
            case Ask.NO_CODES:
                self._looking = 0
                self._wanted.clear()

    def _picture(self, what: str, number: int, after: int) -> None:
        taken = self._showing.newest(after, FRESH_S)
        if taken is None:
            self._send(wire_of(Tell.NO_PICTURE, number=number, reason=CameraFailure.CAMERA_SILENT))
        elif what == Ask.SNAPSHOT:
            self._give(number, taken, taken.image, warnings_of(taken.image))
        else:
            self._page(number, taken)

    def _page(self, number: int, taken: Taken) -> None:
        found = find_page(taken.image)
        if found is None:
            self._send(wire_of(Tell.NO_PICTURE, number=number, reason=CameraFailure.NO_PAGE))
            return
        page = straightened(flattened(taken.image, found.corners))
        height, width = taken.image.shape[:2]
        cut = (PictureWarning.CUT_OFF,) if cut_off(found.corners, width, height) else ()
        self._give(number, taken, page, warnings_of(page) + cut)

    def _give(self, number: int, taken: Taken, image: Image, warnings: tuple[PictureWarning, ...]) -> None:
        height, width = image.shape[:2]
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        facts = {"number": number, "sequence": taken.sequence, "taken_ns": taken.taken_ns, "warnings": warnings}
        self._send(wire_of(Tell.PICTURE, jpeg.tobytes(), width=width, height=height, **facts))

    def _look(self) -> None:
        """One code for one wish, and only in frames that came after it."""
        pause, watch = threading.Event(), CodeWatch()
        while self._wanted.wait():
            number, newest = self._looking, self._showing.newest()
            taken = self._showing.newest(newest.sequence if newest else 0, FRESH_S)
            found = watch.look(_gray(taken.image)) if taken is not None else ()
            if found and number and number == self._looking:
                self._found(number, found[0])
            pause.wait(LOOK_AGAIN_S)

    def _found(self, number: int, code: FoundCode) -> None:
        self._looking = 0
        self._wanted.clear()
        self._send(wire_of(Tell.CODE, code.payload, number=number, symbology=code.symbology))


def _gray(image: Image) -> Image:
    return image_of(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
