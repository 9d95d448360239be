"""Where the scanner does not work, a camera reads the codes."""

from __future__ import annotations

import pytest

from drivers.camera.camera import CameraCodes
from kiosk.operation.terminal.code_readers import reader_of
from kiosk.ports.devices import DeviceState
from kiosk.ports.devices.code_scanner import Scan, ScanFailure, Symbology
from tests.drivers.camera.desk import camera_on
from tests.drivers.code_scanner.desk import scanner_on
from tests.drivers.stage import Heard, Stage, eventually


def test_where_one_is_missing_the_other_is_asked_and_where_both_are_nobody(stage: Stage) -> None:
    scanner = scanner_on(stage)
    assert reader_of(scanner, None) is scanner
    assert reader_of(None, scanner) is scanner
    assert reader_of(None, None) is None


@pytest.mark.parametrize("pulled", [False, True], ids=["the scanner works", "the scanner is pulled"])
def test_a_code_is_read_by_the_scanner_while_it_works_and_by_the_camera_when_it_does_not(
    pulled: bool, stage: Stage
) -> None:
    scanner, camera = scanner_on(stage), camera_on(stage)
    reader = reader_of(scanner, CameraCodes(camera))
    assert reader is not None
    if pulled:
        stage.do("unplug", device="code-scanner")
        assert eventually(lambda: scanner.status().device is DeviceState.NO_DEVICE)
    answer: Heard[Scan | ScanFailure] = Heard()
    reader.read(answer)
    stage.do("camera_show", scene="code", text="HK1.A017")
    if not pulled:
        assert eventually(lambda: scanner.status().device is DeviceState.ONLINE)
        assert eventually(lambda: stage.supervisor.counters.of("code-scanner").get("looks", 0) >= 1)
        stage.do("show_code", text="HK1.B002")
    assert answer.first() == (Scan("HK1.A017", Symbology.QR) if pulled else Scan("HK1.B002"))
    reader.cancel()
    assert len(answer.all) == 1
