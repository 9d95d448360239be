"""A program died while it printed: what it left in the printer is neither taken for ours nor hung on our paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drivers.receipt_printer.printing import Fence, Habits
from kiosk.ports.devices import PrintOutcome
from tests.drivers.stage import PRINTER as SETTINGS
from tests.drivers.stage import SLIP, Stage, eventually

PRINTER = "receipt-printer"


def test_two_runs_of_the_program_number_their_jobs_differently() -> None:
    assert len({Habits().next_identity() for _ in range(4)}) > 1


def test_the_echo_of_an_earlier_runs_ticket_does_not_vouch_for_this_one(stage: Stage) -> None:
    stage.do("paper", level="out", after_lines=5)
    earlier = stage.printer()
    assert stage.print(earlier).first().reason == "paper_out"
    earlier.close()
    later = stage.printer()
    stage.do("paper", level="full")
    assert stage.print(later, replace(SLIP, label="B002")).first().outcome is PrintOutcome.PRINTED
    assert [(ticket["label"], ticket["cut"]) for ticket in stage.tickets()] == [("A017", True), ("B002", True)]


@pytest.mark.parametrize("after", [40, 200, 350, 500, 600])
def test_a_ticket_torn_by_an_earlier_run_is_cut_off_first(stage: Stage, after: int) -> None:
    stage.do("unplug", device=PRINTER, after_bytes=after)
    earlier = stage.printer()
    assert stage.print(earlier).first().outcome is PrintOutcome.UNKNOWN
    earlier.close()
    stage.do("plug", device=PRINTER)
    later = stage.printer()
    slip = replace(SLIP, label="B002", after_remains=True)
    assert stage.print(later, slip).first().outcome is PrintOutcome.PRINTED
    torn, whole = stage.tickets()
    assert torn["cut"] and "B002" not in str(torn["text"])
    assert (whole["label"], whole["qr"], whole["cut"], whole["unknown"]) == ("B002", SLIP.code, True, [])


@pytest.mark.parametrize("fence", [Fence.AUTO, Fence.NONE])
def test_after_a_ticket_that_was_sent_whole_nothing_is_cut_off(stage: Stage, fence: Fence) -> None:
    printer = stage.printer(replace(SETTINGS, fence=fence))
    first, second = stage.print(printer).first(), stage.print(printer).first()
    assert eventually(lambda: len(stage.tickets()) == 2)
    assert first.bytes_sent == second.bytes_sent
