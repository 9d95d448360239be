"""A window's process keeps no source text of what it imports: on a small machine 20 MB are much."""

from __future__ import annotations

import subprocess
import sys


def test_a_module_that_comes_after_the_screens_is_not_read() -> None:
    code = (
        "import linecache, screens, PySide6.QtCore\n"
        "import wave, kiosk.ports.devices\n"
        "print([name for name in linecache.cache if name.endswith(('wave.py', 'devices.py'))])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
