"""What the city's rooms need from outside: the time, the keys for sealed fields, and the services a city may have.

Everything optional is off by default, and a room says so instead of pretending.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from kiosk.city.field_keys import FieldKeys
from kiosk.city.retention.limits import KeptDays
from kiosk.ports.admission import Admission
from kiosk.ports.messages import MessageGateway


def system_wall_ms() -> int:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Outside:
    """Without field keys no telephone number is kept; without a gateway nobody is reminded."""

    wall_ms: Callable[[], int] = system_wall_ms
    field_keys: FieldKeys | None = field(default=None, repr=False)
    gateway: MessageGateway | None = None
    admission: Admission | None = None
    kept_days: KeptDays = field(default_factory=KeptDays)
    chore_pause_s: float = 2.0  # between two looks of a chore that found nothing
    rest: Callable[[float], Awaitable[None]] = asyncio.sleep  # how a chore waits
