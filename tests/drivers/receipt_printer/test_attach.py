"""What the configuration says about the ticket printer reaches the driver, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from drivers.attaching import Surroundings
from drivers.device_classes import DeviceClass, schema
from drivers.receipt_printer.attach import wanted_of
from drivers.receipt_printer.charset import Charset
from drivers.receipt_printer.codec import Paper, Qr
from drivers.receipt_printer.device import PrinterSettings
from drivers.receipt_printer.printing import Fence
from drivers.receipt_printer.settings import Settings
from drivers.receipt_printer.template_reading import template_named
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState, PrintOutcome
from kiosk.ports.devices import Paper as PaperState
from kiosk.ports.log import NoLog
from tests.drivers.stage import Stage, eventually

ONE = DeviceClass("receipt_printer")


def wanted(folder: Path, **keys: object) -> PrinterSettings:
    settings = schema().model_validate({"receipt_printer": keys})
    around = Surroundings(settings, StateFolder(folder), Supervisor(), NoLog())
    return wanted_of(settings.of(Settings), around)


def test_every_key_that_is_no_port_changes_the_driver(tmp_path: Path) -> None:
    usual = wanted(tmp_path)
    assert usual == PrinterSettings(poll_s=usual.poll_s, debounce_s=usual.debounce_s)
    told = wanted(
        tmp_path,
        **{"baud": 9600, "columns": 32, "dots": 384, "qr": "raster", "charset": "gb18030", "template": "short"},
        **{"fence": "queued_status", "loose_status": True, "presenter": "custom", "roll_m": 50, "take_s": 20},
        present_steps=130,
    )
    assert told == PrinterSettings(
        baud=9600,
        paper=Paper(32, 384, Charset.GB18030, Qr.RASTER, True, 130, template_named("short")),
        fence=Fence.QUEUED_STATUS,
        loose_status=True,
        poll_s=usual.poll_s,
        debounce_s=usual.debounce_s,
        roll_m=50,
        take_s=20,
    )


@pytest.mark.parametrize("fence", Fence)
def test_the_setting_decides_whose_word_counts(stage: Stage, fence: Fence) -> None:
    """`none` is for a line back that is not wired: its tickets come out and are never said to be printed."""
    settings = schema().model_validate(
        {"receipt_printer": {"port": stage.port("receipt-printer"), "fence": fence.value}}
    )
    around = Surroundings(settings, StateFolder(stage.folder), stage.supervisor, NoLog())
    printer = ONE.attach(settings.of(ONE.settings), around)
    report = stage.print(printer).first()
    assert eventually(lambda: [ticket["cut"] for ticket in stage.tickets()] == [True])
    told = {Fence.AUTO: "process_id", Fence.NONE: ""}
    assert (report.outcome, report.confirmed_by) == (
        PrintOutcome.UNKNOWN if fence is Fence.NONE else PrintOutcome.PRINTED,
        told.get(fence, fence.value),
    )
    if fence is Fence.NONE:
        assert (printer.status().device, printer.status().paper) == (DeviceState.ONLINE, PaperState.NOT_SUPPORTED)
