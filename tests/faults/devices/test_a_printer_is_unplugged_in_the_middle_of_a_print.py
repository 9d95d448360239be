"""A printer that is not there, or whose cable is pulled in the middle of a ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.ports.devices import DeviceState, PrintOutcome
from tests.drivers.stage import SLIP, Stage, eventually


def test_no_printer_at_the_start_is_no_device_until_it_is_plugged(stage: Stage) -> None:
    stage.do("unplug", device="receipt-printer")
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.NO_DEVICE)
    report = stage.print(printer).first()
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, "gone")
    stage.do("plug", device="receipt-printer")
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED


@pytest.mark.parametrize("after_bytes", [40, 300, 600])
def test_a_cable_pulled_while_a_ticket_is_sent_leaves_the_outcome_unknown(stage: Stage, after_bytes: int) -> None:
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    stage.do("unplug", device="receipt-printer", after_bytes=after_bytes)
    report = stage.print(printer).first()
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, "gone")
    assert eventually(lambda: printer.status().device is DeviceState.NO_DEVICE)


def test_a_cable_pulled_while_the_paper_still_moves_leaves_the_outcome_unknown(stage: Stage) -> None:
    printer = stage.printer()
    heard = stage.print(printer)
    assert eventually(lambda: any(ticket["text"][2:] for ticket in stage.tickets()))
    stage.do("unplug", device="receipt-printer")
    report = heard.first()
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, "gone")


def test_the_torn_ticket_of_one_person_never_hangs_on_the_next_persons(stage: Stage) -> None:
    """Torn inside a picture: the printer still waits for its dots and would swallow the next ticket's beginning."""
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    stage.do("unplug", device="receipt-printer", after_bytes=640)
    assert stage.print(printer, replace(SLIP, holder="王䶮𬭩  尾号5030", reprint=True)).first().reason == "gone"
    stage.do("plug", device="receipt-printer")
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    nexts = stage.print(printer, replace(SLIP, label="B002", holder="李*  尾号0001"))
    assert nexts.first().outcome is PrintOutcome.PRINTED
    pieces = stage.tickets()
    (whole,) = [piece for piece in pieces if piece["label"] == "B002"]
    assert (whole["text"][0], whole["qr"], whole["unknown"]) == (SLIP.hall, SLIP.code, [])
    assert [piece["label"] for piece in pieces if piece["label"]] == ["A017", "B002"]


def test_a_ticket_asked_for_during_a_blip_is_printed_when_the_cable_is_back(stage: Stage) -> None:
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    stage.do("unplug", device="receipt-printer")
    assert eventually(lambda: not stage.do("state")["state"]["receipt-printer"]["plugged"])
    eventually(lambda: False, limit_s=0.3)
    heard = stage.print(printer)
    stage.do("plug", device="receipt-printer")
    assert heard.first().outcome is PrintOutcome.PRINTED
    assert DeviceState.NO_DEVICE not in [status.device for status in stage.statuses.all]
