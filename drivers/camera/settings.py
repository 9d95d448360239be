"""What the configuration says about the cameras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kiosk.operation.configuration.device_tables import (
    NONE,
    OPTIONAL_PORT,
    VIRTUAL,
    DeviceTable,
    OptionalDevicePort,
)
from kiosk.operation.configuration.keys import choice, flag, text, whole

Turn = Literal["0", "90", "180", "270"]


class Settings(DeviceTable):
    """The cameras: one over the desk for documents, one for faces (USB video class, or a picture stream)."""

    port: OptionalDevicePort = text("none", "Where the document camera is plugged in.", form=OPTIONAL_PORT)
    face_port: OptionalDevicePort = text("none", "Where the face camera is plugged in.", form=OPTIONAL_PORT)
    width: int = whole(1280, 160, 4096, "dots", "Width of a picture as the document camera takes it.")
    height: int = whole(720, 120, 4096, "dots", "Height of it. The preview is never larger than 1280x720.")
    frames_per_second: int = whole(25, 5, 60, "frames per second", "How many pictures the cameras are asked for.")
    rotation: Turn = choice("0", "How far, clockwise and in degrees, the document camera's picture is turned.")
    face_rotation: Turn = choice("0", "The same for the face camera, whose picture is 1280x720.")
    mirror: bool = flag(True, "The face camera's preview shows people as a mirror does; its snapshots never do.")
    codes: Literal["document", "face", "none"] = choice(
        "document", "Which camera reads QR codes and Code 128 where no scanner does."
    )
    still_ms: int = whole(
        3000, 500, 60000, "milliseconds", "The same picture for so long is a camera that stands still."
    )
    prove_minutes: int = whole(30, 0, 1440, "minutes", "How often a sleeping camera is tried; 0: only at the start.")

    @property
    def wanted(self) -> bool:
        return (self.port, self.face_port) != (NONE, NONE)

    @property
    def wants_virtual(self) -> bool:
        return VIRTUAL in (self.port, self.face_port)

    @classmethod
    def all_virtual(cls) -> Mapping[str, object]:
        return {"port": VIRTUAL, "face_port": VIRTUAL}
