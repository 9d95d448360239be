"""Drawn documents: found where they lie, flattened to paper's shape, straight; and what makes one hard to read is
told.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from drivers.camera.opencv import cv2
from drivers.camera.seeing.deskew import crookedness, straightened
from drivers.camera.seeing.flattening import flattened
from drivers.camera.seeing.image import Image, Points
from drivers.camera.seeing.judging import cut_off, warnings_of
from drivers.camera.seeing.page_finding import find_page
from kiosk.ports.devices.camera import PictureWarning
from tests.drivers.camera.drawn import HEIGHT, WIDTH, Laid, Lie, chance, laid, page
from tests.drivers.camera.page_figures import apart, figures

A4 = 297 / 210


def flat(seen: Laid) -> Image:
    found = find_page(seen.image)
    assert found is not None
    return flattened(seen.image, found.corners)


@pytest.mark.parametrize(
    "lie",
    [
        Lie(turn=0, tilt=0),
        Lie(turn=37, tilt=0),
        Lie(turn=-20, tilt=28, tilt_way=200),
        Lie(shadow=0.5, cast=0.4),
        Lie(paper=140, mat=(100, 96, 92), noise=6),
        Lie(clutter=3, grain=9),
    ],
    ids=["straight", "rotated", "at a slant", "in shadow", "of little contrast", "with things on its edge"],
)
def test_a_page_is_found_to_the_dot(lie: Lie) -> None:
    seen = laid(lie)
    found = find_page(seen.image)
    assert found is not None
    assert apart(found.corners, seen.corners) < 0.7


def test_of_many_pages_lying_anyhow_nearly_all_are_found_to_the_dot() -> None:
    """The long form: `python -m tests.drivers.camera.page_figures`."""
    reached = figures(range(8))
    assert reached.found == 8
    assert reached.mean_error < 0.35


def test_an_empty_desk_has_no_page() -> None:
    dice = np.random.default_rng(3)
    desk = np.clip(dice.normal(60, 4, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)
    assert find_page(desk) is None


def test_a_flattened_page_has_the_shape_of_the_paper_it_is() -> None:
    shapes = [max(one.shape[:2]) / min(one.shape[:2]) for one in (flat(laid(chance(seed))) for seed in range(3))]
    assert sum(abs(shape / A4 - 1) < 0.01 for shape in shapes) >= 2


def test_a_flattened_page_shows_what_stands_on_it() -> None:
    """Its dots are those of the sheet that was drawn, seen through the lens."""
    lie = Lie(turn=9, tilt=18, noise=2)
    sheet = flat(laid(lie))
    drawn = cv2.resize(page(lie), (sheet.shape[1], sheet.shape[0]), interpolation=cv2.INTER_AREA)
    seen = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)
    like = float(cv2.matchTemplate(seen, drawn, cv2.TM_CCOEFF_NORMED)[0, 0])
    assert like > 0.9


@pytest.mark.parametrize("degrees", [-4.3, -0.37, 0.0, 1.21, 3.9])
def test_crooked_lines_are_measured_to_a_tenth_of_a_degree(degrees: float) -> None:
    sheet = page(Lie(seed=4, ink_turn=degrees))
    assert crookedness(sheet) == pytest.approx(degrees, abs=0.1)
    assert crookedness(straightened(sheet)) == pytest.approx(0, abs=0.1)


def test_a_blank_page_is_left_as_it_lies() -> None:
    blank = np.full((800, 600, 3), 220, np.uint8)
    assert crookedness(blank) == 0.0
    assert straightened(blank) is blank
    assert warnings_of(blank) == ()


def test_a_well_taken_page_has_no_warning() -> None:
    assert warnings_of(flat(laid(Lie()))) == ()


@pytest.mark.parametrize(
    ("lie", "warning"),
    [
        (Lie(blur=3.5), PictureWarning.BLURRED),
        (Lie(blur=3.0, paper=150, ink=60, noise=6), PictureWarning.BLURRED),
        (Lie(glare=0.2), PictureWarning.GLARE),
        (Lie(paper=50, ink=12, mat=(14, 12, 10), noise=1), PictureWarning.DARK),
    ],
)
def test_what_makes_a_page_hard_to_read_is_told(lie: Lie, warning: PictureWarning) -> None:
    assert warning in warnings_of(flat(laid(lie)))


def test_noise_shadow_and_little_contrast_alone_are_no_blur_and_no_glare() -> None:
    for lie in (Lie(noise=7), Lie(shadow=0.5), Lie(paper=150, ink=80)):
        found = warnings_of(flat(laid(replace(lie, blur=0.8))))
        assert PictureWarning.BLURRED not in found
        assert PictureWarning.GLARE not in found


def test_a_page_that_reaches_the_pictures_edge_is_cut_off() -> None:
    inside: Points = np.array([[9, 9], [90, 9], [90, 90], [9, 90]], np.float32)
    assert not cut_off(inside, 100, 100)
    assert cut_off(inside - np.array([9, 0], np.float32), 100, 100)
    assert cut_off(inside + np.array([0, 9], np.float32), 100, 100)
