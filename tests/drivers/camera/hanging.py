"""What a window asks of both lenses while any device hangs."""

from __future__ import annotations

from drivers.camera.camera import Cameras


def work(port: Cameras) -> None:
    for lens in (port.document, port.face):
        if lens is not None:
            lens.wake()
            lens.frame()
            lens.let_go()
