"""The configuration's word about each lens: turned by its own, mirrored only where somebody sees a face."""

from __future__ import annotations

from drivers.camera.attach import orders_of
from drivers.camera.orders import Orders
from drivers.camera.settings import Settings
from kiosk.ports.devices.camera import Lens

WANTED = Settings.model_validate(
    {"width": 1920, "height": 1080, "frames_per_second": 15, "rotation": "90", "face_rotation": "270", "mirror": True}
)


def test_the_document_lens_is_as_large_as_was_asked_and_never_mirrored() -> None:
    assert orders_of(Lens.DOCUMENT, WANTED) == Orders("", 1920, 1080, 15, rotation=90, mirror=False)


def test_the_face_lens_has_its_own_turn_and_is_a_mirror_where_it_is_wanted() -> None:
    assert orders_of(Lens.FACE, WANTED) == Orders("", 1280, 720, 15, rotation=270, mirror=True)
    assert not orders_of(Lens.FACE, WANTED.model_copy(update={"mirror": False})).mirror
