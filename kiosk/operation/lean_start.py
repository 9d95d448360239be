"""A small hall machine runs many of our processes: none keeps memory that it no longer needs.

Measured on the terminal's window process: 8 MB of source text (PySide 6.11 reads every module imported after it,
looking for its own name, and Python keeps what was read), 8 MB of freed heap that glibc does not return, 3 MB in heaps
of its own for each thread.
"""

from __future__ import annotations

import ctypes
import gc
import linecache
import sys
import warnings
from types import ModuleType

_M_ARENA_MAX = -8  # malloc.h
_GUESSERS = ("chardet", "charset_normalizer")
_OLD_MODELS = "pydantic.v1"


def one_heap_for_all_threads() -> None:
    """Before the first thread. Costs nothing here, because Python's lock lets one thread work at a time."""
    _c_library("mallopt", ctypes.c_int(_M_ARENA_MAX), ctypes.c_int(1))


def without_what_nobody_needs() -> None:
    """Before the first import of `requests`, which takes along what guesses encodings, 2.5 MB: we hear UTF-8. And of
    `fastapi`, which asks of every model whether it is one of pydantic's first version, 2.7 MB: there is none."""
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # None: as if not installed
    modules.update(dict.fromkeys(name for name in (*_GUESSERS, _OLD_MODELS) if name not in modules))
    warnings.filterwarnings("ignore", message="Unable to find acceptable character detection")


def give_back() -> None:
    """Takes about 50 ms, during which no Python runs; so it belongs before a role says that it is ready."""
    linecache.clearcache()
    gc.collect()
    gc.freeze()
    trim()


def trim() -> None:
    """Freed heap goes back to the system, and whatever stood in it is gone."""
    _c_library("malloc_trim", ctypes.c_size_t(0))


def _c_library(name: str, *arguments: object) -> None:
    """Where the C library has no such call, nothing happens."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*arguments)
