"""A printer that says nothing, too little, or noise."""

from __future__ import annotations

import itertools
import time

from kiosk.ports.devices import DeviceState, Paper, PrintOutcome
from tests.drivers.stage import Stage, eventually


def test_a_silent_printer_is_offline_and_its_paper_unknown_never_out(stage: Stage) -> None:
    stage.do("silence", device="receipt-printer")
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.OFFLINE)
    assert printer.status().paper is Paper.UNKNOWN
    report = stage.print(printer).first()
    assert (report.outcome, report.reason, report.bytes_sent) == (PrintOutcome.FAILED, "silent", 0)
    assert stage.tickets() == []


def test_a_printer_that_falls_silent_while_printing_leaves_the_outcome_unknown(stage: Stage) -> None:
    answer = stage.print(stage.printer())
    assert eventually(lambda: any(ticket["text"] for ticket in stage.tickets()))
    stage.do("silence", device="receipt-printer")
    assert (answer.first().outcome, answer.first().reason) == (PrintOutcome.UNKNOWN, "silent")
    assert [ticket["cut"] for ticket in stage.tickets()] == [True]


def test_a_printer_that_cannot_echo_confirms_by_its_queue_and_is_remembered(stage: Stage) -> None:
    stage.do("no_echo")
    printer = stage.printer()
    first = stage.print(printer).first()
    assert (first.outcome, first.confirmed_by) == (PrintOutcome.PRINTED, "queued_status")
    second = stage.print(printer).first()
    assert (second.outcome, second.confirmed_by) == (PrintOutcome.PRINTED, "queued_status")
    assert second.confirm_ms < first.confirm_ms - 500


def test_noise_from_a_printer_is_never_taken_for_a_confirmation(stage: Stage) -> None:
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    stage.do("silence", device="receipt-printer", answer="echo")
    stage.do("silence", device="receipt-printer", answer="queued")
    answer = stage.print(printer)
    for seed in itertools.count():
        if answer.all:
            break
        stage.do("noise", device="receipt-printer", where="now", count=1 + seed % 7, seed=seed)
        time.sleep(0.05)
    assert answer.first().outcome is not PrintOutcome.PRINTED


def test_a_printer_that_hangs_takes_no_ticket_and_recovers(stage: Stage) -> None:
    printer = stage.printer()
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    stage.do("hang", device="receipt-printer")
    assert stage.print(printer).first().reason == "silent"
    stage.do("hang", device="receipt-printer", on=False)
    assert eventually(lambda: printer.status().device is DeviceState.ONLINE)
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED


def test_on_a_slow_line_a_ticket_only_takes_longer(stage: Stage) -> None:
    """The host believes in 115,200 baud, the printer listens at 9,600: half a second of bytes waits in between."""
    stage.do("slow", device="receipt-printer", baud=9600)
    report = stage.print(stage.printer()).first()
    assert (report.outcome, report.confirmed_by != "") == (PrintOutcome.PRINTED, True)
    assert [ticket["label"] for ticket in stage.tickets()] == ["A017"]
