"""QR codes and Code 128 in a picture, by zxing-cpp: at once, and where that finds none, with contrast evened and
doubled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import zxingcpp

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, image_of
from kiosk.ports.devices.code_scanner import Symbology

_FORMATS = {"QRCode": Symbology.QR, "Code128": Symbology.CODE_128}
_WANTED = "QRCode,Code128"


@dataclass(frozen=True, slots=True)
class FoundCode:
    payload: bytes = field(repr=False)
    symbology: Symbology


def codes_in(gray: Image, thorough: bool = True) -> tuple[FoundCode, ...]:
    """All that can be read. `thorough`: the second try, which takes several times as long."""
    found = _read(gray)
    return found if found or not thorough else _read(_evened(gray))


def _read(gray: Image) -> tuple[FoundCode, ...]:
    read = zxingcpp.read_barcodes(gray, formats=zxingcpp.barcode_formats_from_str(_WANTED))
    return tuple(FoundCode(bytes(one.bytes), _FORMATS[one.format.name]) for one in read if one.format.name in _FORMATS)


def _evened(gray: Image) -> Image:
    even = cv2.createCLAHE(2.0, (8, 8)).apply(gray)
    return image_of(cv2.resize(even, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC))
