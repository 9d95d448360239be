"""From configuration to the cameras under the supervisor."""

from __future__ import annotations

from dataclasses import replace

from drivers.attaching import Surroundings
from drivers.camera.camera import NAMES, Cameras, HallCamera, Means
from drivers.camera.device import Care
from drivers.camera.orders import Orders
from drivers.camera.places import source_of
from drivers.camera.settings import Settings
from kiosk.operation.configuration.device_tables import NONE
from kiosk.ports.devices.camera import Lens

CLASS = "camera"  # the virtual one has both lenses on one plug


def attach(settings: Settings, around: Surroundings) -> Cameras:
    ports = {Lens.DOCUMENT: settings.port, Lens.FACE: settings.face_port}
    lenses = {lens: _camera(lens, port, settings, around) for lens, port in ports.items() if port != NONE}
    return Cameras(lenses, None if settings.codes == "none" else Lens(settings.codes))


def _camera(lens: Lens, configured: str, settings: Settings, around: Surroundings) -> HallCamera:
    port = around.port(configured, CLASS)
    care = Care(
        orders=orders_of(lens, settings), still_s=settings.still_ms / 1000, prove_s=settings.prove_minutes * 60.0
    )
    means = Means(
        where=lambda: source_of(port, lens, around.binder.sys_root),
        care=care,
        debounce_s=around.debounce_s,
        power=around.binder.power(port),
    )
    return HallCamera(around.supervisor, NAMES[lens], means)


def orders_of(lens: Lens, settings: Settings) -> Orders:
    plain = Orders("", frames_per_second=settings.frames_per_second)
    if lens is Lens.FACE:
        return replace(plain, rotation=int(settings.face_rotation), mirror=settings.mirror)
    return replace(plain, width=settings.width, height=settings.height, rotation=int(settings.rotation))
