"""The city's admission rule, asked outside any transaction, by a few threads and within its own time limit."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from kiosk.city.bookings.taking import NotBooked, Wish
from kiosk.domain.booking import BookingRefusal
from kiosk.ports.admission import Admission, AdmissionQuestion, AdmissionSilent, NotAdmitted

_THREADS = 4
_WAITING = 64


class Asking:
    """Belongs to one event loop. Without a rule everybody is admitted, and nothing is asked."""

    def __init__(self, admission: Admission | None) -> None:
        self._admission = admission
        self._threads = ThreadPoolExecutor(_THREADS, "city-admission") if admission is not None else None
        self._waiting = 0

    async def admitted(self, wish: Wish) -> NotAdmitted | NotBooked | None:
        if self._admission is None or self._threads is None:
            return None
        if self._waiting >= _WAITING:
            return NotBooked(BookingRefusal.ADMISSION_SILENT)
        newest = wish.who.newest
        day = wish.slot.day.isoformat()
        question = AdmissionQuestion(wish.hall, wish.item, day, newest.hash, newest.key_version)
        self._waiting += 1
        try:
            said = await asyncio.get_running_loop().run_in_executor(self._threads, self._admission.asked, question)
        finally:
            self._waiting -= 1
        if isinstance(said, AdmissionSilent):
            return None if said.admits else NotBooked(BookingRefusal.ADMISSION_SILENT)
        return said

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
