"""From the configuration to how a node keeps its file, and the thread that does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

from kiosk.domain.calendar import business_day
from kiosk.operation.start import Start
from kiosk.ports.clock import Clock
from kiosk.ports.ledger import Cache as CachePort
from kiosk.ports.log import Log
from offline_cache.cache import Cache
from offline_cache.field_encryption import FieldCipher
from offline_cache.keeping import Keeping
from offline_cache.one_writer import LedgerFile
from offline_cache.upkeep import Upkeep

_MB = 1 << 20


def keeping(start: Start, role: str) -> Keeping:
    """`role` is hall or terminal: each has its own keys."""
    told = start.configuration.storage
    return Keeping(
        keys=start.state.secrets / f"{role}-fields.json",
        cipher=FieldCipher(told.cipher),
        key_days=told.key_days,
        low_bytes=told.low_megabytes * _MB,
        reserve_bytes=told.reserve_megabytes * _MB,
        backup_every_s=told.backup_minutes * 60.0,
        backups_kept=told.backups_kept,
        sent_days=told.sent_event_days,
    )


def upkeep(start: Start, role: str, file: LedgerFile, clock: Clock, log: Log) -> Upkeep:
    """Started; to be stopped before the file is closed."""
    care = Upkeep(file, keeping(start, role), known_day(Cache(file), clock), log)
    care.start()
    return care


def known_day(cache: CachePort, clock: Clock) -> Callable[[], str]:
    """The hall's business day; empty before its settings have come down, and while the clock is not to be believed."""

    def today() -> str:
        now, settings = clock.now(), cache.latest("hall_settings")
        boundary = settings.body.get("business_day_boundary") if settings and settings.body else None
        if not now.trusted or not isinstance(boundary, str):
            return ""
        at = time.fromisoformat(boundary)
        return business_day(now.wall_ms, at.hour * 60 + at.minute)

    return today
