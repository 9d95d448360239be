"""The virtual devices' process: owns their pseudo-terminals and one control socket.

`run` is the role `virtual-devices` of main.py. In its folder stand the links to the host's ends, each named
after its class (`id-card`, `receipt-printer`, ...), and `control.sock`; all vanish when it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from drivers.virtual_devices.bench import Bench
from drivers.virtual_devices.control_server import ControlServer

__all__ = ["run"]


def run(folder: Path, stop: threading.Event, ready: Callable[[], None] = lambda: None) -> bool:
    """Serves until `stop` is set; `ready` is called once everything can be used.

    False when another process serves this folder already. Raises OSError as the disk does.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    control = ControlServer(folder)
    if control.occupied:
        return False
    try:
        _serve(folder, control, stop, ready)
    finally:
        control.close()
    return True


def _serve(folder: Path, control: ControlServer, stop: threading.Event, ready: Callable[[], None]) -> None:
    bench = Bench(folder)
    try:
        control.serve(bench)
        ready()
        stop.wait()
    finally:
        bench.close()
