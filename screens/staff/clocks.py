"""The two clocks a screen asks: one for how long, one for what to show. Tests bring their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.calendar import CHINA


def _local_now() -> datetime:
    return datetime.now(CHINA)


@dataclass(frozen=True, slots=True)
class Clocks:
    """`monotonic` in seconds, for every wait; `wall` local time, only to be read by people."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], datetime] = _local_now

    def hour_minute(self) -> str:
        return self.wall().strftime("%H:%M")
