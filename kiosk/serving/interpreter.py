"""How the interpreter is set while a process serves: a few threads that hand over often, and thousands of objects that
live all day and are not worth being looked through for garbage again and again.

Measured on 2 cores. A hall with 8 clients: Python's own collector settings halve the numbers a second and make single
answers wait 100 ms; with its own switch interval of 5 ms the writer waits for the interpreter after every call into
SQLite, and half of the numbers are lost. A city with 1,000 terminals: with 5 ms, every call into the database's library
and every accepted connection waits that long, and a heartbeat's p95 is 20 s instead of 0.6 on the same busy machine.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SWITCH_S = 0.0001
THRESHOLDS = (20_000, 20, 100)  # young objects are still looked through every few thousand reservations


@contextmanager
def set_for_serving() -> Iterator[None]:
    """Around serving; the process's settings before are back afterwards."""
    switch, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(SWITCH_S)
    gc.set_threshold(*THRESHOLDS)
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
        sys.setswitchinterval(switch)


def between_days() -> None:
    """Nobody waits at the boundary of business days: the day before is given back whole."""
    gc.collect()
