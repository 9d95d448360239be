"""What holds for every test and for every process a test starts: no window on anybody's desk, a strict log,
and no example of a property is called wrong because a machine was busy while it ran.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ["HALL_KIOSK_STRICT_LOG"] = "1"

settings.register_profile("hall", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hall")
