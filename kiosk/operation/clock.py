"""This machine's clocks as one `Moment`: wall, monotonic, which boot, and whether the wall clock may be believed.

`trusted` is true when the kernel says that the clock is synchronised now (adjtimex(2) without STA_UNSYNC, which
chrony, ntpd and systemd-timesyncd all set), or else as long as the wall clock has not been stepped since this object
was made: back by more than a second, or ahead by more than a quarter of an hour. A step shows as a change of
(wall - monotonic); slewing moves both and does not. After such a step the clock is trusted again only when the kernel
says synchronised. The monotonic clock is the one that goes on while the machine sleeps, so that waking up is no step.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.events import Moment

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_STEP_MS = 1000  # less than that is a correction nobody's ticket depends on
_LEAP_MS = 15 * 60_000  # ahead by more than that is no correction, and could end a business day
_STA_UNSYNC = 0x0040
_TIME_ERROR = 5


class SystemClock:
    """Implements `kiosk.ports.clock.Clock`. The sources can be injected; safe from any thread."""

    def __init__(
        self,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        mono_ms: Callable[[], int] = lambda: time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000,
        synchronised: Callable[[], bool] | None = None,
        boot_id: str = "",
    ) -> None:
        self._wall_ms = wall_ms
        self._mono_ms = mono_ms
        self._synchronised = synchronised or kernel_synchronised
        self._boot_id = boot_id or this_boot()
        self._guard = threading.Lock()
        self._furthest = wall_ms() - mono_ms()
        self._stepped = False

    def now(self) -> Moment:
        wall, mono = self._wall_ms(), self._mono_ms()
        return Moment(wall, mono, self._boot_id, self._trusted(wall - mono))

    def _trusted(self, offset: int) -> bool:
        synchronised = self._synchronised()
        with self._guard:
            if synchronised:
                self._furthest, self._stepped = offset, False
                return True
            stepped = not self._furthest - _STEP_MS <= offset <= self._furthest + _LEAP_MS
            self._stepped = self._stepped or stepped
            self._furthest = max(self._furthest, offset)
            return not self._stepped


def this_boot() -> str:
    """The kernel's identity of this boot; where there is none, one of this process, so that no two boots look alike."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return f"process-{uuid.uuid4()}"


class _Timex(ctypes.Structure):
    """The beginning of struct timex (linux/timex.h); the kernel writes all of it, so there is room behind."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


_LIBC = ctypes.PyDLL(None)  # too short a call to let another thread have the interpreter meanwhile


def kernel_synchronised() -> bool:
    """Whether the kernel's clock is disciplined now; False when the kernel does not say."""
    timex = _Timex()
    state = int(_LIBC.adjtimex(ctypes.byref(timex)))
    return state not in (-1, _TIME_ERROR) and not timex.status & _STA_UNSYNC
