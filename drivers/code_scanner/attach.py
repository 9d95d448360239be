"""From configuration to a CodeScanner under the supervisor."""

from __future__ import annotations

from drivers.attaching import Surroundings
from drivers.code_scanner.codec import EngineName, Shape
from drivers.code_scanner.device import Care
from drivers.code_scanner.engines import SUFFIXES
from drivers.code_scanner.scanner import NAME, ScannerSettings, SerialScanner
from drivers.code_scanner.settings import Settings
from drivers.code_text import AUTO
from drivers.rate import Bound


def attach(settings: Settings, around: Surroundings) -> SerialScanner:
    port = around.port(settings.port, NAME)
    opener, power = around.binder.serial(port, settings.baud), around.binder.power(port)
    return SerialScanner(around.supervisor, opener, wanted_of(settings, around), power)


def wanted_of(settings: Settings, around: Surroundings) -> ScannerSettings:
    return ScannerSettings(
        engine=EngineName(settings.engine),
        baud=settings.baud,
        poll_s=settings.poll_ms / 1000,
        debounce_s=around.debounce_s,
        care=care_of(settings),
    )


def care_of(settings: Settings) -> Care:
    return Care(
        shape=Shape(SUFFIXES[settings.suffix], settings.longest, settings.aim_id, settings.prefix.encode()),
        charsets=AUTO if settings.charset == "auto" else (settings.charset,),
        bound=Bound(settings.most_per_second, 2 * settings.longest),
    )
