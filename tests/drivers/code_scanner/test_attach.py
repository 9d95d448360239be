"""What the configuration says about the scanner reaches the driver, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.attaching import Surroundings
from drivers.code_scanner.attach import wanted_of
from drivers.code_scanner.codec import EngineName, Shape
from drivers.code_scanner.device import Care
from drivers.code_scanner.engines import SUFFIXES
from drivers.code_scanner.scanner import ScannerSettings
from drivers.code_scanner.settings import Settings
from drivers.device_classes import schema
from drivers.rate import Bound
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import NoLog


def wanted(folder: Path, **keys: object) -> ScannerSettings:
    settings = schema().model_validate({"code_scanner": keys})
    return wanted_of(settings.of(Settings), Surroundings(settings, StateFolder(folder), Supervisor(), NoLog()))


def test_every_key_that_is_no_port_changes_the_driver(tmp_path: Path) -> None:
    usual = wanted(tmp_path)
    assert usual == ScannerSettings(debounce_s=usual.debounce_s)
    told = wanted(
        tmp_path,
        **{"engine": "ssi", "baud": 38400, "poll_ms": 500, "suffix": "lf", "charset": "gb18030", "aim_id": True},
        **{"longest": 300, "most_per_second": 2, "prefix": "S1:"},
    )
    care = Care(shape=Shape(b"\n", 300, True, b"S1:"), charsets=("gb18030",), bound=Bound(2, 600))
    assert told == ScannerSettings(EngineName.SSI, 38400, 0.5, usual.debounce_s, care)


@pytest.mark.parametrize("engine", EngineName)
def test_every_engine_can_be_named(tmp_path: Path, engine: EngineName) -> None:
    assert wanted(tmp_path, engine=engine.value).engine is engine


@pytest.mark.parametrize(("suffix", "bytes_"), [("cr", b"\r"), ("lf", b"\n"), ("crlf", b"\r\n")])
def test_every_suffix_can_be_named(tmp_path: Path, suffix: str, bytes_: bytes) -> None:
    assert wanted(tmp_path, suffix=suffix).care.shape.suffix == bytes_ == SUFFIXES[suffix]
