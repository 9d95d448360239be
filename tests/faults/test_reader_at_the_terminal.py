"""The ID-card reader fails in a visit: what the citizen reads, what works instead, what the technician finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from drivers.id_card.reader import ReaderSettings
from kiosk.journeys import intents as said
from kiosk.journeys import pages
from kiosk.ports.devices import DeviceState, ReadFailure
from tests.faults.visiting import choose, invented_number, leave, numbered, type_in, waits_once
from tests.journeys.whole_hall import Terminal, WholeHall, Wishes, until

pytestmark = pytest.mark.timeout(120)
READER = "id-card"


def told(terminal: Terminal, failure: ReadFailure) -> None:
    """The page names the trouble, offers the keypad, and the log has the reason."""
    terminal.see(pages.CardPrompt, lambda page: page.failure is failure)
    assert "没有" in terminal.says() or "断开" in terminal.says()
    assert {"retry", "keypad", "decline"} <= {key["wish"] for key in terminal.shown().face["keys"]}
    assert terminal.has_logged("card_not_read", reason=failure.value)


def takes_a_number(hall: WholeHall, terminal: Terminal) -> None:
    """From 核对 to the end: one number, one paper, nothing left behind."""
    page = numbered(terminal)
    assert page.paper is pages.PaperPhase.PRINTED, page.reason
    waits_once(hall, page)
    leave(hall, terminal)
    hall.call_everybody()


def test_a_silent_reader_is_told_and_goes_on_by_itself_when_it_answers_again(
    hall: WholeHall, terminal: Terminal
) -> None:
    choose(terminal)
    hall.work("silence", device=READER)
    told(terminal, ReadFailure.READER_SILENT)
    assert terminal.has_logged("device_wants_somebody", device=READER, state="offline", reason="silent")
    hall.work("lift_faults", device=READER)
    terminal.see(pages.CardPrompt, lambda page: page.failure is None)
    assert terminal.has_logged("device_state", device=READER, state="online")
    hall.work("lay_card", card="ordinary")
    terminal.see(pages.Check)
    takes_a_number(hall, terminal)


def test_without_any_reader_a_typed_number_takes_a_ticket(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("unplug", device=READER)
    until(lambda: terminal.reader.status().device is DeviceState.NO_DEVICE, "the reader is missed")
    choose(terminal)
    told(terminal, ReadFailure.READER_GONE)
    assert terminal.has_logged("device_wants_somebody", device=READER, state="noDevice")
    type_in(terminal, invented_number())
    takes_a_number(hall, terminal)


def test_a_reader_that_was_missing_before_the_visit_goes_on_by_itself_once_it_is_plugged_in(
    hall: WholeHall, terminal: Terminal
) -> None:
    hall.work("unplug", device=READER)
    until(lambda: terminal.reader.status().device is DeviceState.NO_DEVICE, "the reader is missed")
    choose(terminal)
    told(terminal, ReadFailure.READER_GONE)
    hall.work("plug", device=READER)
    terminal.see(pages.CardPrompt, lambda page: page.failure is None)
    hall.work("lay_card", card="two_characters")
    terminal.see(pages.Check)
    takes_a_number(hall, terminal)


def test_a_reader_unplugged_during_the_read_reads_the_same_card_once_it_is_back(
    hall: WholeHall, terminal: Terminal
) -> None:
    hall.work("slow", device=READER, baud=4800)
    choose(terminal)
    hall.work("lay_card", card="longest")
    terminal.see(pages.CardPrompt, lambda page: page.reading)
    hall.work("unplug", device=READER)
    told(terminal, ReadFailure.READER_GONE)
    hall.work("lift_faults", device=READER)
    hall.work("plug", device=READER)
    terminal.see(pages.Check)
    takes_a_number(hall, terminal)


def test_a_loose_plug_during_the_read_is_not_even_noticed(
    hall: WholeHall, terminals: Callable[[Wishes], Terminal]
) -> None:
    terminal = terminals(Wishes(reader=ReaderSettings(poll_s=0.05, debounce_s=10.0)))
    hall.work("slow", device=READER, baud=4800)
    choose(terminal)
    hall.work("lay_card", card="rare_characters")
    terminal.see(pages.CardPrompt, lambda page: page.reading)
    hall.work("unplug", device=READER)
    hall.work("plug", device=READER)
    hall.work("lift_faults", device=READER)
    terminal.see(pages.Check)
    assert not any(isinstance(page, pages.CardPrompt) and page.failure for page in terminal.pages)
    assert terminal.logged("card_not_read") == []
    takes_a_number(hall, terminal)


@pytest.mark.parametrize(
    ("fault", "how"),
    [
        ("noise", {"where": "before", "count": 31}),
        ("noise", {"where": "inside", "answer": "read", "times": 1}),
        ("wrong_checksum", {"answer": "read", "times": 1}),
        ("cut_frame", {"answer": "read", "keep": 700, "times": 1}),
    ],
)
def test_a_disturbed_line_costs_a_second_try_and_the_citizen_sees_nothing(
    hall: WholeHall, terminal: Terminal, fault: str, how: dict[str, object]
) -> None:
    hall.work(fault, device=READER, **how)
    choose(terminal)
    hall.work("lay_card", card="ordinary")
    terminal.see(pages.Check)
    assert terminal.logged("card_not_read") == []
    takes_a_number(hall, terminal)


def test_a_line_that_spoils_every_record_is_told_and_one_touch_tries_again(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("wrong_checksum", device=READER, answer="read")
    choose(terminal)
    hall.work("lay_card", card="foreigner")
    told(terminal, ReadFailure.READER_SILENT)
    hall.work("lift_faults", device=READER)
    terminal.press("retry")
    terminal.see(pages.Check)
    takes_a_number(hall, terminal)


def test_a_reader_of_noise_alone_is_told_and_the_keypad_works_meanwhile(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("noise", device=READER, where="inside", count=64)
    choose(terminal)
    told(terminal, ReadFailure.READER_SILENT)
    type_in(terminal, invented_number())
    takes_a_number(hall, terminal)


def test_a_reader_that_falls_silent_at_the_check_page_ends_nobodys_visit(hall: WholeHall, terminal: Terminal) -> None:
    choose(terminal)
    hall.work("lay_card", card="hmt_permit")
    terminal.see(pages.Check)
    hall.work("silence", device=READER)
    assert terminal.has_logged("device_wants_somebody", device=READER, state="offline")
    assert isinstance(terminal.see(pages.Check), pages.Check)
    assert terminal.view is not None and terminal.view.person is not None
    page = numbered(terminal)
    waits_once(hall, page)
    hall.work("lift_faults", device=READER)
    leave(hall, terminal)
    hall.call_everybody()


def test_a_card_lifted_while_the_reader_was_away_takes_its_person_along(hall: WholeHall, terminal: Terminal) -> None:
    choose(terminal)
    hall.work("lay_card", card="elderly")
    terminal.see(pages.Check)
    hall.work("unplug", device=READER)
    assert terminal.has_logged("device_wants_somebody", device=READER, state="noDevice")
    hall.work("lift_card")
    hall.work("plug", device=READER)
    terminal.see(pages.CardPrompt, lambda page: page.taken_away)
    assert terminal.view is not None and terminal.view.person is None
    hall.work("lay_card", card="ordinary")
    terminal.see(pages.Check)
    assert terminal.view.person is not None and terminal.view.person.name == "林*秋"
    takes_a_number(hall, terminal)


def test_whoever_declines_a_dead_reader_is_sent_to_a_counter(hall: WholeHall, terminal: Terminal) -> None:
    hall.work("silence", device=READER)
    choose(terminal)
    told(terminal, ReadFailure.READER_SILENT)
    terminal.press("decline")
    terminal.see(pages.GoToCounter)
    terminal.press("home")
    terminal.see(pages.Home)
    terminal.touch(said.ShowHot())
    terminal.see(pages.HotItems)
