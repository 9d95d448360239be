"""A terminal stands for years and turns a page some ten times a visit: what a page took is given back when it goes."""

from __future__ import annotations

import ctypes
import gc

from PySide6.QtGui import QGuiApplication

from screens.citizen.window import CitizenWindow
from tests.screens.citizen.scenes import scenes

_PAGES = ("home", "departments", "card", "check", "ticket-printed", "home-out-of-paper")
_WARM, _MEASURED = 60, 120  # pages
_KEPT_OF_A_PAGE = 1_500  # bytes; engines take some now and then; a face that is kept weighs 4,000


class _Heap(ctypes.Structure):
    """malloc.h, `struct mallinfo2`; `in_use` are bytes that were asked for and not given back."""

    _fields_ = [(name, ctypes.c_size_t) for name in ("a", "b", "c", "d", "e", "f", "g", "in_use", "free", "top")]


def test_turning_pages_for_ever_takes_no_memory(portrait: CitizenWindow) -> None:
    before = _turned(portrait, _WARM)
    after = _turned(portrait, _MEASURED)
    assert not portrait.complaints
    assert (after - before) / _MEASURED < _KEPT_OF_A_PAGE


def _turned(window: CitizenWindow, pages: int) -> int:
    """The bytes in use after so many pages, each drawn."""
    every = scenes()
    for number in range(pages):
        window.show_at_once(every[_PAGES[number % len(_PAGES)]])
        QGuiApplication.processEvents()
    for _ in range(3):  # what was collected lets go of more
        window.window.engine().collectGarbage()
        gc.collect()
        QGuiApplication.processEvents()
    return _bytes_in_use()


def _bytes_in_use() -> int:
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Heap
    return int(ask().in_use)
