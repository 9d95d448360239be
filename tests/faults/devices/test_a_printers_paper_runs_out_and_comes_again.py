"""Paper that is missing, ends, nears its end and comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.ports.devices import DeviceState, Paper, PrintOutcome
from tests.drivers.stage import SLIP, Stage, eventually


def test_without_paper_nothing_is_sent_and_the_reason_is_known(stage: Stage) -> None:
    stage.do("paper", level="out")
    printer = stage.printer()
    assert eventually(lambda: printer.status().paper is Paper.OUT)
    assert (printer.status().device, printer.status().reason) == (DeviceState.ONLINE, "paper_out")
    report = stage.print(printer).first()
    assert (report.outcome, report.reason, report.bytes_sent) == (PrintOutcome.FAILED, "paper_out", 0)
    assert stage.tickets() == []


def test_paper_put_in_again_makes_the_next_ticket_possible(stage: Stage) -> None:
    stage.do("paper", level="out")
    printer = stage.printer()
    stage.print(printer).first()
    stage.do("paper", level="full")
    assert eventually(lambda: printer.status().paper is Paper.FULL)
    assert stage.print(printer).first().outcome is PrintOutcome.PRINTED


@pytest.mark.parametrize("after_lines", [0, 3, 12])
def test_paper_that_ends_in_the_middle_of_a_ticket_makes_it_fail(stage: Stage, after_lines: int) -> None:
    stage.do("paper", level="out", after_lines=after_lines)
    report = stage.print(stage.printer()).first()
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, "paper_out")
    assert [ticket["cut"] for ticket in stage.tickets()] in ([False], [])


def test_the_rest_of_a_stopped_ticket_never_hangs_on_the_next_persons(stage: Stage) -> None:
    """What the printer still held comes out when the paper is back, as a piece of its own."""
    stage.do("paper", level="out", after_lines=4)
    printer = stage.printer()
    assert stage.print(printer).first().reason == "paper_out"
    stage.do("paper", level="full")
    nexts = stage.print(printer, replace(SLIP, label="B002", holder="李*  尾号0001"))
    assert nexts.first().outcome is PrintOutcome.PRINTED
    with_next = [ticket for ticket in stage.tickets() if ticket["label"] == "B002"]
    assert len(with_next) == 1
    assert not any("尾号2217" in line for line in with_next[0]["text"])
