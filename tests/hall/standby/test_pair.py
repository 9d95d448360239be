"""A hall with two nodes: the second follows the first, stands in, and hands back; nobody is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.ticket import TicketState, TicketView
from kiosk.hall.client import Feed
from kiosk.hall.core.answers import BoardView, CounterPhase, CounterView
from kiosk.hall.core.messages import CallMessage
from kiosk.trust.pinned import pinned_session
from tests.hall.a_server import PIN, WAIT_S, eventually
from tests.hall.standby.machines import number
from tests.hall.standby.pair import Machine, Pair, a_pair
from tests.proof.failover.wire import Wire


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with a_pair(tmp_path) as found:
        yield found


def signed_in(caller: Machine) -> CounterView:
    view = caller.counter().sign_in({"3": "0305", "5": "0307"}[caller.joined.id], PIN)
    assert isinstance(view, CounterView), view
    return view


def test_while_the_first_node_serves_the_second_serves_nobody(pair: Pair) -> None:
    terminal = Machine.of(pair, "terminal", "T1")
    assert pair.second is not None
    eventually(lambda: len(pair.second.parts.lan.register.read().devices) == 2, "the register")  # type: ignore[union-attr]
    with pinned_session(terminal.joined.token, lambda: frozenset(pair._second_lan.key.pins)) as session:
        answer = session.get(f"{pair.second.url}/v1/terminal/summary", timeout=WAIT_S)
        assert (answer.status_code, answer.json()["reason"]) == (503, "stands_by")
        health = session.get(f"{pair.second.url}/v1/health?wanted=true", timeout=WAIT_S).json()
        assert health["status"] == "stands_by"
    assert not pair.serves()


def test_numbers_and_calls_go_on_when_the_first_node_is_gone_and_come_back_to_it(pair: Pair) -> None:
    terminal, three, five = (Machine.of(pair, *who) for who in (("terminal", "T1"), ("caller", "3"), ("caller", "5")))
    counter, other = three.counter(), five.counter()
    signed_in(three)
    signed_in(five)
    before = [number(terminal, f"a-{n}").label for n in range(4)]
    called = counter.call_next()
    assert isinstance(called, CounterView) and called.current is not None
    eventually(pair.follows, "following")

    pair.first.stop()
    during = [number(terminal, f"b-{n}").label for n in range(3)]
    assert pair.serves()
    assert before == ["A001", "A002", "A003", "A004"]
    assert during == ["A500", "A501", "A502"], "the second node's own part"
    eventually(lambda: isinstance(counter.view(), CounterView), "the caller at the second node")
    done = counter.finish()
    assert isinstance(done, CounterView), done
    second_call = eventually(lambda: _called(other), "a call at the second node")
    assert second_call.current.label == "A002"

    pair.start_first()
    eventually(lambda: terminal.route() == pair.first.url, "the way back")
    assert number(terminal, "c-1").label == "A005"
    assert not pair.serves()
    eventually(lambda: five.route() == pair.first.url, "the caller's way back")
    view = eventually(lambda: _viewed(other, pair), "the caller at the first node")
    assert view.current is not None and view.current.label == "A002"
    assert view.phase is CounterPhase.CALLED
    waiting = [person.label for person in view.waiting]
    assert sorted(waiting) == ["A003", "A004", "A005", "A500", "A501", "A502"]
    states = {ticket: terminal.terminal().ticket(ticket) for ticket in ("a-0", "a-1")}
    assert {t: s.state for t, s in states.items() if isinstance(s, TicketView)} == {
        "a-0": TicketState.DONE,
        "a-1": TicketState.CALLED,
    }


def _called(counter: Any) -> CounterView | None:
    view = counter.call_next()
    return view if isinstance(view, CounterView) and view.current else None


def _viewed(counter: Any, pair: Pair) -> CounterView | None:
    view = counter.view()
    return view if isinstance(view, CounterView) else None


def test_a_call_that_the_second_node_had_not_heard_of_is_brought_along_by_its_counter(pair: Pair) -> None:
    """The first node is gone before the second could read its last call: nobody else calls that person."""
    terminal, three, five = (Machine.of(pair, *who) for who in (("terminal", "T1"), ("caller", "3"), ("caller", "5")))
    counter, other = three.counter(), five.counter()
    signed_in(three)
    signed_in(five)
    number(terminal, "a-0")
    number(terminal, "a-1")
    eventually(pair.follows, "following")
    assert pair.second is not None
    pair.second.stop()  # asleep for the last call
    called = counter.call_next()
    assert isinstance(called, CounterView) and called.current is not None and called.current.ticket_id == "a-0"
    pair.first.stop()
    pair.start_second()
    view = eventually(lambda: _viewed(counter, pair), "the caller at the second node")
    assert view.current is not None and view.current.ticket_id == "a-0"
    found = eventually(lambda: _called(other), "a call")
    assert found.current.ticket_id == "a-1"


def test_a_board_hears_the_second_nodes_calls_and_none_twice(pair: Pair) -> None:
    terminal, three, board = (Machine.of(pair, *who) for who in (("terminal", "T1"), ("caller", "3"), ("board", "B1")))
    counter, hall = three.counter(), board.board()
    heard: list[Any] = []
    feed = Feed(hall.connection, heard.append, lambda why: None, after=0)
    feed.start()
    signed_in(three)
    number(terminal, "a-0")
    number(terminal, "a-1")
    assert _called(counter)
    eventually(lambda: [m.label for m in heard if isinstance(m, CallMessage)] == ["A001"], "the call on the board")
    eventually(pair.follows, "following")
    pair.first.stop()
    eventually(lambda: isinstance(counter.finish(), CounterView), "the caller at the second node")
    eventually(lambda: _called(counter), "a call at the second node")
    eventually(
        lambda: [m.label for m in heard if isinstance(m, CallMessage) and m.kind.value == "called"] == ["A001", "A002"],
        "the second node's call on the board",
    )
    feed.close()
    assert isinstance(hall.snapshot(), BoardView)


def test_whoever_was_served_stays_served_when_the_first_nodes_book_is_lost(pair: Pair) -> None:
    terminal, three = Machine.of(pair, "terminal", "T1"), Machine.of(pair, "caller", "3")
    counter = three.counter()
    signed_in(three)
    for n in range(3):
        number(terminal, f"a-{n}")
    assert _called(counter)
    assert isinstance(counter.finish(), CounterView)
    assert _called(counter)
    eventually(pair.follows, "following")
    pair.first.stop()
    pair.lose_first_book()
    pair.start_first()
    view = eventually(lambda: _viewed(counter, pair), "the caller at the first node")
    assert three.route() == pair.first.url
    assert view.current is not None and view.current.ticket_id == "a-1"
    assert [person.label for person in view.waiting] == ["A003"]
    found = terminal.terminal().ticket("a-0")
    assert isinstance(found, TicketView) and found.state is TicketState.DONE


def test_a_network_in_two_halves_gives_no_number_twice_and_becomes_one_hall_again(pair: Pair) -> None:
    """Both nodes serve, each its side; afterwards each person is served once, and nobody is forgotten."""
    with closing(Wire(pair.lan.port)) as beside:
        here, there = Machine.of(pair, "terminal", "T1"), Machine.of(pair, "terminal", "T2", beside)
        three, five = Machine.of(pair, "caller", "3"), Machine.of(pair, "caller", "5", beside)
        counters = three.counter(), five.counter()
        signed_in(three)
        signed_in(five)
        number(here, "a-0")
        number(here, "a-1")
        eventually(pair.follows, "following")
        pair.between.break_()
        beside.break_()
        assert number(there, "b-0").label == "A500"
        assert pair.serves()
        assert number(here, "c-0").label == "A003"
        first = eventually(lambda: _called(counters[0]), "a call on the first side")
        second = eventually(lambda: _called(counters[1]), "a call on the second side")
        assert first.current.label == second.current.label == "A001", "a torn hall may call a waiting person twice"
        assert isinstance(counters[1].finish(), CounterView)
        pair.between.mend()
        beside.mend()
        eventually(lambda: not pair.serves(), "one node that serves")
        eventually(lambda: there.route() == beside.url, "the way back")
        view = eventually(lambda: _viewed(counters[0], pair), "the first counter")
        assert view.current is None, "served on the other side: further on counts"
        assert [person.label for person in view.waiting] == ["A002", "A003", "A500"]


def test_who_was_sent_away_is_unknown_to_the_second_node_too(pair: Pair) -> None:
    terminal = Machine.of(pair, "terminal", "T1")
    pair.lan.register.change(lambda register: register.without("terminal", "T1", pair.clock.now()))
    assert pair.second is not None
    with pinned_session(terminal.joined.token, lambda: frozenset(pair._second_lan.key.pins)) as session:

        def refused() -> bool:
            answer = session.get(f"{pair.second.url}/v1/health", timeout=WAIT_S)  # type: ignore[union-attr]
            return (answer.status_code, answer.json().get("reason")) == (401, "revoked")

        eventually(refused, "the second node's word")
