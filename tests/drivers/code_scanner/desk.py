"""A scanner on the stage, its waits for what never comes made short."""

from __future__ import annotations

from drivers.code_scanner.codec import EngineName, Shape
from drivers.code_scanner.device import Care
from drivers.code_scanner.scanner import NAME, ScannerSettings, SerialScanner, open_scanner
from drivers.rate import Bound
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.code_scanner import Scan, ScanFailure
from tests.drivers.stage import Heard, Stage, eventually

CARE = Care(
    rest_s=0.1,
    shape=Shape(longest=1024),
    bound=Bound(5, 2048, 0.3),
    answer_s=0.25,
    cut_s=0.15,
    listen_s=0.1,
    ask_again_s=0.25,
)
TICKET = "HK1.W10.c2lnbmVkIGRhdGE"


def scanner_on(stage: Stage, engine: EngineName = EngineName.LINE) -> SerialScanner:
    stage.do("scanner_engine", engine=engine.value)
    scanner = open_scanner(
        stage.port(NAME), stage.supervisor, ScannerSettings(engine, 115200, 0.05, debounce_s=0.2, care=CARE)
    )
    assert eventually(lambda: scanner.status().device is DeviceState.ONLINE)
    return scanner


def asked(stage: Stage, scanner: SerialScanner) -> Heard[Scan | ScanFailure]:
    """Somebody waits for a code, and the device has begun to look for it."""
    heard: Heard[Scan | ScanFailure] = Heard()
    before = stage.supervisor.counters.of(NAME).get("looks", 0)
    scanner.read(heard)
    assert eventually(lambda: heard.all or stage.supervisor.counters.of(NAME).get("looks", 0) > before)
    return heard
