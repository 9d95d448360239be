"""The codes of other platforms go from the configuration to whoever tells what a scanned text means."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, cast

import pytest

from drivers.device_classes import schema
from kiosk.domain.scanned_code import ScannedToken, resolve
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.terminal.role import Inside, TerminalBook, live_inside
from kiosk.operation.terminal.service import Machine, TerminalService
from kiosk.ports.log import NoLog

NOTHING: Any = None
BOOK = TerminalBook(NOTHING, NOTHING, NOTHING, NOTHING, lambda told: None, lambda: None, lambda: None)


class JoinedError(Exception):
    """Everything up to the joining is what the test wants to see."""


def test_a_terminal_knows_the_codes_that_its_configuration_names(tmp_path: Path) -> None:
    machines: list[Machine] = []

    def join(core: object, machine: Machine, *others: object) -> TerminalService:
        machines.append(machine)
        raise JoinedError

    state = StateFolder(tmp_path).make()
    configuration = schema().model_validate({"terminal": {"codes": ["citizen_code=CITY:"]}})
    start = Start(argparse.Namespace(), None, configuration, state)
    devices = cast(Any, {"id_card": NOTHING, "receipt_printer": NOTHING, "speaker": NOTHING})
    inside = Inside(lambda *around: devices, lambda *how: BOOK, join=join)
    with pytest.raises(JoinedError):
        live_inside(start, Process(state, "terminal", -1, NoLog()), NOTHING, inside)
    (machine,) = machines
    assert resolve("CITY:0123456789", machine.forms) == ScannedToken("citizen_code", "CITY:0123456789")
