"""A printer that calls itself a model it is not: what it can do is tried, never read off its name."""

from __future__ import annotations

import io
import json

from drivers.receipt_printer.probe import probe_receipt_printer
from kiosk.ports.devices import PrintOutcome
from tests.drivers.stage import Stage


def test_a_clone_with_a_famous_name_is_driven_as_what_it_is(stage: Stage) -> None:
    """It says TM-T88V, which could echo; it cannot, and so its queued answer is what counts."""
    stage.do("printer_name", says="TM-T88V")
    stage.do("no_echo")
    told = io.StringIO()
    assert probe_receipt_printer(stage.port("receipt-printer"), False, True, told) == 0
    assert json.loads(told.getvalue())["calls_itself"] == "TM-T88V"
    report = stage.print(stage.printer()).first()
    assert (report.outcome, report.confirmed_by) == (PrintOutcome.PRINTED, "queued_status")
