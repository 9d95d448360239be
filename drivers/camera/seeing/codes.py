"""QR codes and Code 128 in a picture, by zxing-cpp: as it is, then with contrast evened and doubled, then turned.

Bars are read along the picture's rows and columns: beyond some 15 degrees no row crosses all of them. A slip lies as a
hand laid it, so the picture is turned by the angles between.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import zxingcpp

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, image_of
from kiosk.ports.devices.code_scanner import Symbology

_FORMATS = {"QRCode": Symbology.QR, "Code128": Symbology.CODE_128}
_BOTH, _BARS = "QRCode,Code128", "Code128"
_BETWEEN = (45.0, 15.0, 75.0, 30.0, 60.0)  # degrees


@dataclass(frozen=True, slots=True)
class FoundCode:
    payload: bytes = field(repr=False)
    symbology: Symbology


Found = tuple[FoundCode, ...]


def codes_in(gray: Image) -> Found:
    """All that the first way finds that finds any; a picture without a code costs all of them."""
    return next((found for way in _WAYS if (found := way(gray))), ())


class CodeWatch:
    """Looks at one picture after the other: each as it is, and in one way more, another one each time. A code that is
    held still is found within as many pictures as there are ways, at a fraction of what all of them cost at each."""

    def __init__(self) -> None:
        self._next = 0

    def look(self, gray: Image) -> Found:
        found = _WAYS[0](gray)
        if found:
            return found
        self._next = self._next % (len(_WAYS) - 1) + 1
        return _WAYS[self._next](gray)


def _read(gray: Image, formats: str = _BOTH) -> Found:
    read = zxingcpp.read_barcodes(gray, formats=zxingcpp.barcode_formats_from_str(formats))
    return tuple(FoundCode(bytes(one.bytes), _FORMATS[one.format.name]) for one in read if one.format.name in _FORMATS)


def _evened(gray: Image) -> Found:
    even = cv2.createCLAHE(2.0, (8, 8)).apply(gray)
    return _read(image_of(cv2.resize(even, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)))


def _turned(degrees: float, gray: Image) -> Found:
    height, width = gray.shape
    side = math.ceil(math.hypot(height, width))
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turning[:, 2] += (side - width) / 2, (side - height) / 2
    turned = cv2.warpAffine(gray, turning, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _read(image_of(turned), _BARS)


_WAYS: tuple[Callable[[Image], Found], ...] = (_read, _evened, *(partial(_turned, by) for by in _BETWEEN))
