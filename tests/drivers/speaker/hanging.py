"""How the voice is made to hang: a player that never ends, before every other on this process's way to programs."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch


def hung(folder: Path, until: ExitStack) -> dict[str, object]:
    player = folder / "aplay"
    player.write_text("#!/bin/sh\nexec sleep 600\n")
    player.chmod(0o755)
    until.enter_context(patch.dict(os.environ, {"PATH": f"{folder}:{os.environ['PATH']}"}))
    return {"engine": "clips"}
