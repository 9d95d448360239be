"""A number of the terminal's own letter: given once, kept through a power cut, owed to the hall as any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.events import EventKind
from kiosk.domain.signed_ticket import verify
from kiosk.domain.ticket import HallUnreachable, TicketState
from kiosk.journeys.own_number import OwnPlace, is_cut_off, take_own
from kiosk.journeys.ticket_life import Point, recover
from kiosk.ports.ledger import KeptTicket, LedgerFailure
from tests.journeys.one_hall import DAY, KEY, PowerCut, Terminal, cut_at, out_of_reach, wish

PLACE = OwnPlace(DAY, "household", "A", "C", 2, ("3", "5"))


def kept(result: object) -> KeptTicket:
    assert isinstance(result, KeptTicket), result
    return result


@pytest.mark.parametrize(
    ("answer", "silent_s", "cut_off"),
    [
        (HallUnreachable.NO_CONNECTION, 10.0, True),
        (HallUnreachable.TIMED_OUT, 9.9, False),
        (HallUnreachable.OUT_OF_SERVICE, 60.0, True),
        (HallUnreachable.BROKEN_ANSWER, 60.0, True),
        (HallUnreachable.NOT_ALLOWED, 3600.0, False),
    ],
)
def test_who_is_cut_off(answer: HallUnreachable, silent_s: float, cut_off: bool) -> None:
    assert is_cut_off(answer, silent_s, 10.0) is cut_off


def test_the_number_carries_queue_and_terminal_is_signed_and_owed(path: Path) -> None:
    terminal = Terminal(path, "a", out_of_reach)
    ticket = kept(take_own(wish(), PLACE, terminal.means))
    view = ticket.view
    assert (view.label, view.own, view.state, view.counters) == ("AC01", True, TicketState.WAITING, ("3", "5"))
    data = verify(ticket.code, KEY)
    assert data is not None and (data.label, data.node, data.day) == ("AC01", "terminal-1", DAY)
    (owed,) = terminal.outbox.owed(9).events
    assert (owed.kind, owed.ticket_id, owed.data["label"], owed.data["own"]) == (EventKind.TAKEN, "t-1", "AC01", True)
    assert terminal.ledger.open_intents() == []
    terminal.file.close()


def test_the_same_wish_again_is_the_same_number_and_another_one_the_next(path: Path) -> None:
    terminal = Terminal(path, "a", out_of_reach)
    assert take_own(wish(), PLACE, terminal.means) == take_own(wish(), PLACE, terminal.means)
    assert kept(take_own(wish("t-2"), PLACE, terminal.means)).view.label == "AC02"
    other = replace(PLACE, queue="consult", prefix="C")
    assert kept(take_own(wish("t-3"), other, terminal.means)).view.label == "CC01"
    tomorrow = replace(PLACE, day="2026-11-24")
    assert kept(take_own(wish("t-4"), tomorrow, terminal.means)).view.label == "AC01"
    assert kept(take_own(wish("t-5"), replace(PLACE, digits=3), terminal.means)).view.label == "AC003"
    terminal.file.close()


@pytest.mark.parametrize("point", [Point.INTENT_STORED, Point.COMMITTED])
def test_a_power_cut_gives_no_number_twice_and_loses_none_that_was_shown(path: Path, point: Point) -> None:
    terminal = Terminal(path, "a", out_of_reach, cut_at(point))
    with pytest.raises(PowerCut):
        take_own(wish(), PLACE, terminal.means)
    terminal.file.close()
    started = Terminal(path, "b", out_of_reach)
    recover(started.means)
    committed = started.ledger.ticket("t-1")
    assert (committed is not None) == (point is Point.COMMITTED)
    after = kept(take_own(wish("t-2"), PLACE, started.means)).view.label
    assert after == ("AC02" if committed else "AC01")
    assert started.owed()[-1] is EventKind.TAKEN
    started.file.close()


def test_a_book_that_cannot_be_written_gives_no_number_and_leaves_no_wish_open(path: Path) -> None:
    def full(point: Point) -> None:
        if point is Point.INTENT_STORED:
            terminal.file.write(lambda db: db.execute("pragma query_only = on"))

    terminal = Terminal(path, "a", out_of_reach, full)
    assert isinstance(take_own(wish(), PLACE, terminal.means), LedgerFailure)
    terminal.file.close()
    roomy = Terminal(path, "b", out_of_reach)
    assert recover(roomy.means).voided == ("t-1",)
    assert kept(take_own(wish("t-2"), PLACE, roomy.means)).view.label == "AC01"
    roomy.file.close()


def test_beyond_the_last_number_of_a_letter_there_is_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.journeys.own_number.MOST_OWN", 1)
    terminal = Terminal(path, "a", out_of_reach)
    kept(take_own(wish(), PLACE, terminal.means))
    assert take_own(wish("t-2"), PLACE, terminal.means) is None
    assert terminal.ledger.open_intents() == []
    terminal.file.close()
