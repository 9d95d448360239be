"""How the voice is made to hang: a player that never ends, before every other on this process's way to programs; and
what a window asks of it while any device hangs.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from kiosk.ports.devices import Announcement, Speaker


def hung(folder: Path, until: ExitStack) -> dict[str, object]:
    player = folder / "aplay"
    player.write_text("#!/bin/sh\nexec sleep 600\n")
    player.chmod(0o755)
    until.enter_context(patch.dict(os.environ, {"PATH": f"{folder}:{os.environ['PATH']}"}))
    return {"engine": "clips"}


def work(port: Speaker) -> None:
    port.say(Announcement("one", "请A001号到1号窗口办理"))
