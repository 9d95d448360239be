"""QR codes and Code 128 as a camera sees them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pictures

from drivers.camera.opencv import cv2
from drivers.camera.scenes import Scene, pictures
from drivers.camera.seeing.codes import CodeWatch, codes_in
from drivers.camera.seeing.image import Image, image_of
from drivers.code_text import text_of
from kiosk.ports.devices.code_scanner import Symbology
from tests.drivers.camera.code_figures import figures

TICKET = "HK1.W10.c2lnbmVk"


def seen(scene: Scene, text: str) -> Image:
    jpeg = pictures(scene, text)[0]
    return image_of(Pictures.open(io.BytesIO(jpeg)).convert("L"))


@pytest.mark.parametrize(("scene", "kind"), [(Scene.CODE, Symbology.QR), (Scene.CODE_128, Symbology.CODE_128)])
def test_a_code_before_the_lens_is_read(scene: Scene, kind: Symbology) -> None:
    (code,) = codes_in(seen(scene, TICKET))
    assert (text_of(code.payload), code.symbology) == (TICKET, kind)


def test_a_code_in_chinese_is_read() -> None:
    (code,) = codes_in(seen(Scene.CODE, "预约取号 䶮"))
    assert text_of(code.payload) == "预约取号 䶮"


def test_a_small_pale_code_in_bad_light_is_read_at_the_second_try() -> None:
    clear = seen(Scene.CODE, TICKET)
    small = cv2.resize(clear, None, fx=0.16, fy=0.16, interpolation=cv2.INTER_AREA).astype(np.float32)
    fall = np.linspace(1.0, 0.35, small.shape[1])[None, :]
    pale = np.clip((small * 0.25 + 60) * fall, 0, 255).astype(np.uint8)
    (code,) = codes_in(pale)
    assert text_of(code.payload) == TICKET


@pytest.mark.parametrize("scene", [Scene.PAGE, Scene.FACE, Scene.EMPTY])
def test_where_there_is_no_code_none_is_read(scene: Scene) -> None:
    assert codes_in(seen(scene, "")) == ()


def test_nothing_of_a_code_is_shown_where_it_is_printed() -> None:
    (code,) = codes_in(seen(Scene.CODE, TICKET))
    assert "HK1" not in repr(code)


@pytest.mark.parametrize("degrees", range(0, 180, 20))
def test_a_slip_is_read_however_a_hand_laid_it_down(degrees: int) -> None:
    watch, turned = CodeWatch(), _turned(seen(Scene.CODE_128, "A017"), degrees)
    looks = [watch.look(turned) for _ in range(7)]
    assert any(look and text_of(look[0].payload) == "A017" for look in looks)


def test_of_many_codes_in_bad_light_nearly_all_are_read_and_none_as_another() -> None:
    qr, bars = figures(Symbology.QR, range(24)), figures(Symbology.CODE_128, range(10))
    assert (qr.wrong, bars.wrong) == (0, 0)
    assert qr.read >= 20
    assert bars.read >= 5


def _turned(gray: Image, degrees: int) -> Image:
    height, width = gray.shape
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.8)
    return image_of(cv2.warpAffine(gray, turning, (width, height), borderMode=cv2.BORDER_REPLICATE))
