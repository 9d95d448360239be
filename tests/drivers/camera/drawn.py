"""Documents as a camera over a desk sees them: drawn, and laid there by numbers, so that their corners are known
exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from drivers.camera.opencv import cv2
from drivers.camera.seeing.image import Image, Points, image_of

WIDTH, HEIGHT = 1280, 720
PAGE_WIDTH, PAGE_HEIGHT = 840, 1188  # A4
FOCAL = 1100.0


@dataclass(frozen=True, slots=True)
class Lie:
    """How a page lies there and is seen. Angles in degrees, levels 0 to 255; `ink_turn`: of its lines on the page."""

    seed: int = 1
    turn: float = 5.0
    tilt: float = 10.0
    tilt_way: float = 30.0
    size: float = 0.75  # of the picture's height
    paper: int = 225
    ink: int = 45
    mat: tuple[int, int, int] = (52, 48, 44)
    shadow: float = 0.0  # how much darker the far end of it is
    noise: float = 3.0
    blur: float = 0.6
    ink_turn: float = 0.0
    glare: float = 0.0  # of the page's width
    grain: float = 0.0  # levels by which the mat's grain differs
    cast: float = 0.0  # how dark a hard shadow over a corner of the desk is
    clutter: int = 0  # things that lie beside and over the edge of the page


@dataclass(frozen=True, slots=True)
class Laid:
    image: Image
    corners: Points
    lie: Lie


def page(lie: Lie) -> Image:
    """Lines of bars that stand for words: nothing anybody could read."""
    dice = np.random.default_rng(lie.seed)
    sheet = np.full((PAGE_HEIGHT, PAGE_WIDTH), lie.paper, np.uint8)
    cv2.rectangle(sheet, (240, 70), (600, 105), lie.ink, -1)
    for top in range(160, PAGE_HEIGHT - 120, 34):
        left, end = 80, int(dice.integers(500, PAGE_WIDTH - 70))
        while left < end:
            wide = int(dice.integers(8, 70))
            cv2.rectangle(sheet, (left, top), (min(left + wide, end), top + 15), lie.ink, -1)
            left += wide + 10
    return _turned_ink(sheet, lie)


def _turned_ink(sheet: Image, lie: Lie) -> Image:
    if not lie.ink_turn:
        return sheet
    turning = cv2.getRotationMatrix2D((PAGE_WIDTH / 2, PAGE_HEIGHT / 2), -lie.ink_turn, 1.0)
    turned = cv2.warpAffine(
        sheet, turning, (PAGE_WIDTH, PAGE_HEIGHT), flags=cv2.INTER_CUBIC, borderValue=float(lie.paper)
    )
    return image_of(turned)


def laid(lie: Lie) -> Laid:
    """The page on its mat, through a pinhole, with light, noise and the lens's softness."""
    corners = _corners(lie)
    own = np.array([[0, 0], [PAGE_WIDTH, 0], [PAGE_WIDTH, PAGE_HEIGHT], [0, PAGE_HEIGHT]], np.float32) - 0.5
    twice = np.array([[2, 0, 0.5], [0, 2, 0.5], [0, 0, 1]])
    turning = twice @ cv2.getPerspectiveTransform(own, corners)
    sheet = image_of(cv2.cvtColor(page(lie), cv2.COLOR_GRAY2BGR))
    _shine(sheet, lie)
    size = (2 * WIDTH, 2 * HEIGHT)
    seen = cv2.warpPerspective(sheet, turning, size, flags=cv2.INTER_AREA).astype(np.float32)
    there = cv2.warpPerspective(np.ones(sheet.shape[:2], np.float32), turning, size)[..., None]
    scene = seen + (1 - there) * (np.array(lie.mat, np.float32) + _grain(lie))
    small = np.asarray(cv2.resize(scene, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.float32)
    _clutter(small, corners, lie)
    return Laid(_as_taken(small, lie), corners, lie)


def _grain(lie: Lie) -> NDArray[np.float32]:
    """As of wood: long one way, short the other."""
    dice = np.random.default_rng(lie.seed + 2)
    rough = dice.normal(0, 1, (HEIGHT // 4, WIDTH // 64)).astype(np.float32)
    return lie.grain * np.asarray(cv2.resize(rough, (2 * WIDTH, 2 * HEIGHT)), np.float32)[..., None]


def _clutter(scene: NDArray[np.float32], corners: Points, lie: Lie) -> None:
    """A clip, a finger, a pen: never over a corner."""
    dice = np.random.default_rng(lie.seed + 3)
    for _ in range(lie.clutter):
        at = int(dice.integers(4))
        one, other = corners[at], corners[(at + 1) % 4]
        x, y = one + (other - one) * float(dice.uniform(0.25, 0.75))
        shade = [float(level) for level in dice.integers(20, 230, 3)]
        cv2.ellipse(scene, (int(x), int(y)), (34, 12), float(dice.uniform(0, 180)), 0, 360, shade, -1)


def _shine(sheet: Image, lie: Lie) -> None:
    if lie.glare:
        cv2.circle(sheet, (PAGE_WIDTH * 2 // 3, PAGE_HEIGHT // 3), int(lie.glare * PAGE_WIDTH / 2), (255, 255, 255), -1)


def _as_taken(scene: NDArray[np.float32], lie: Lie) -> Image:
    dice = np.random.default_rng(lie.seed + 1)
    fall = 1 - lie.shadow * np.linspace(0, 1, WIDTH, dtype=np.float32)[None, :, None]
    lit = scene * fall
    if lie.cast:
        far = np.array([[WIDTH // 2, 0], [WIDTH, 0], [WIDTH, HEIGHT], [WIDTH * 3 // 4, HEIGHT]], np.int32)
        shade = cv2.GaussianBlur(cv2.fillPoly(np.zeros((HEIGHT, WIDTH), np.float32), [far], 1.0), (0, 0), 3)
        lit = lit * (1 - lie.cast * shade)[..., None]
    soft = cv2.GaussianBlur(lit, (0, 0), lie.blur) if lie.blur else lit
    return np.clip(soft + dice.normal(0, lie.noise, soft.shape), 0, 255).astype(np.uint8)


def _corners(lie: Lie) -> Points:
    """Where the sheet's corners are seen, when it is turned on the desk and the camera looks at a slant."""
    half = np.array([PAGE_WIDTH, PAGE_HEIGHT]) / PAGE_HEIGHT / 2
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    spun = flat @ _rotation(lie.turn).T
    way = _rotation(lie.tilt_way)
    slanted = spun @ way
    tilt = np.deg2rad(lie.tilt)
    space = np.stack([slanted[:, 0], slanted[:, 1] * np.cos(tilt), slanted[:, 1] * np.sin(tilt)], axis=1)
    seen = space[:, :2] @ way.T
    far = FOCAL / (lie.size * HEIGHT)
    points = seen * FOCAL / (far + space[:, 2:])
    return (points + np.array([WIDTH - 1, HEIGHT - 1]) / 2).astype(np.float32)


def _rotation(degrees: float) -> NDArray[np.float64]:
    turn = np.deg2rad(degrees)
    return np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])


MATS = ((52, 48, 44), (30, 30, 30), (90, 60, 40), (40, 70, 50), (100, 96, 92), (60, 90, 140))


def chance(seed: int) -> Lie:
    """One of very many: turned anyhow, at a slant, in shadow, on paper of little contrast, with noise."""
    dice = np.random.default_rng(seed)
    plain = Lie(
        seed, float(dice.uniform(-45, 45)), float(dice.uniform(0, 30)), float(dice.uniform(0, 360)),
        float(dice.uniform(0.5, 0.78)), mat=MATS[int(dice.integers(len(MATS)))], noise=float(dice.uniform(1, 7)),
    )  # fmt: skip
    return replace(
        plain,
        paper=int(dice.integers(135, 240)),
        grain=float(dice.choice([0, 4, 9])),
        cast=float(dice.choice([0, 0, 0.35])),
        clutter=int(dice.integers(0, 4)),
        shadow=float(dice.choice([0, 0.3, 0.5])),
        ink=int(dice.integers(30, 110)),
        blur=float(dice.uniform(0.4, 1.2)),
    )
