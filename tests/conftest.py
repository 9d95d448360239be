"""What holds for every test and for every process a test starts: no window on anybody's desk, a strict log."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ["HALL_KIOSK_STRICT_LOG"] = "1"
