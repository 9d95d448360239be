"""One person's two numbers in one queue: shown together, and one call ends both if the clerk says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiosk.domain.events import Event, EventKind
from kiosk.domain.keyed_hash import KeyedHash
from kiosk.domain.ticket import Group, Holder, Refused, TakeRefusal, TicketState
from kiosk.hall.core import commands
from kiosk.hall.core.answers import CounterView
from kiosk.hall.core.counter_view import counter_view
from kiosk.hall.core.linking import linked
from kiosk.hall.core.telling import call_message
from tests.hall.core.test_doubting import rules
from tests.hall.one_hall import DAY, SOCIAL, OneHall, person

OLD, NEW = KeyedHash("0" * 63 + "1", 1), KeyedHash("f" * 63 + "1", 2)


def a_hall() -> OneHall:
    return OneHall(replace(rules(), enrolled=frozenset()))


def own_number(hall: OneHall, label: str, who: Holder, ticket: str = "t-own") -> None:
    """A terminal that was cut off tells of the number it gave."""
    data: dict[str, Any] = {"label": label, "queue": "social", "item": SOCIAL, "group": who.group.value,
                            "taken_ms": hall.clock.now().wall_ms - 600_000, "holder": who.hash, "tail": who.tail,
                            "key_version": who.key_version, "name": who.name,
                            "also": [f"{one.key_version}:{one.hash}" for one in who.also]}  # fmt: skip
    event = Event(hall.terminal_ids.new(), EventKind.TAKEN, "T1", DAY, hall.clock.now(), ticket, data)
    assert hall.do(commands.TakeIn(event)).refused == ""


def view(hall: OneHall, counter: str = "3") -> CounterView:
    return counter_view(hall.state, hall.rules, hall.rules.counters[counter], hall.clock.now(), 1)


def both(hall: OneHall) -> OneHall:
    hall.take("t-1", person(1))
    own_number(hall, "AC01", person(1))
    hall.sign_in("3")
    return hall


def test_two_numbers_of_one_person_are_shown_together() -> None:
    hall = both(a_hall())
    hall.take("t-2", person(2))
    assert [(one.label, one.linked) for one in view(hall).waiting] == [
        ("AC01", ("A001",)),
        ("A001", ("AC01",)),
        ("A002", ()),
    ]
    hall.call("3")
    current = view(hall).current
    assert current is not None
    assert [(one.label, one.state) for one in current.linked] == [("A001", TicketState.WAITING)]


def test_one_call_ends_both_when_the_clerk_says_so() -> None:
    hall = both(a_hall())
    hall.call("3")
    hall.do(commands.Finish("3", hall.press(), linked=True))
    assert {hall.state.tickets[one].state for one in ("t-1", "t-own")} == {TicketState.DONE}
    assert hall.state.waiting("social") == 0
    here = hall.state.counter("3")
    assert (here.done, here.called) == (1, 1), "one person was served"
    assert len(hall.state.recent_services("social")) == 1
    assert hall.kinds().count(EventKind.EVALUATION_OPENED) == 1
    done = [event for event in hall.events if event.kind is EventKind.DONE]
    assert [call_message(1, event) is not None for event in done] == [True, False], "no board shows the second"
    assert hall.replayed() == hall.state


def test_the_clerk_may_keep_the_second_number() -> None:
    hall = both(a_hall())
    hall.call("3")
    hall.finish("3")
    assert hall.call("3").ticket_id == "t-1"


def test_a_second_number_that_was_passed_over_ends_too_and_one_at_another_counter_does_not() -> None:
    hall = both(a_hall())
    hall.call("3")
    hall.pass_over("3")
    hall.call("3")
    hall.do(commands.Finish("3", hall.press(), linked=True))
    assert hall.state.tickets["t-own"].state is TicketState.DONE
    assert hall.state.passed["social"] == []
    other = both(a_hall())
    other.call("3")
    other.sign_in("5", "0307")
    other.call("5")
    other.do(commands.Finish("3", other.press(), linked=True))
    current = other.state.current("5")
    assert current is not None and current.state is TicketState.CALLED
    assert other.replayed() == other.state


def test_a_person_is_known_under_the_old_and_the_new_version_of_the_citys_key() -> None:
    hall = a_hall()
    hall.take("t-1", Holder(OLD.hash, 1, "张*三", "0001"))
    rotating = Holder(NEW.hash, 2, "张*三", "0001", Group.WALK_IN, (OLD,))
    answer = hall.reserve("t-2", rotating)
    assert isinstance(answer, Refused) and answer.reason is TakeRefusal.ALREADY_WAITING
    own_number(hall, "AC01", rotating)
    assert [one.label for one in linked(hall.state, hall.state.tickets["t-own"])] == ["A001"]
    assert [one.label for one in linked(hall.state, hall.state.tickets["t-1"])] == ["AC01"]
    only_new = hall.reserve("t-3", Holder(NEW.hash, 2))
    assert isinstance(only_new, Refused) and only_new.ticket is not None and only_new.ticket.label == "AC01"
    assert hall.replayed() == hall.state


def test_a_new_tickets_hash_under_the_old_key_finds_it_from_there_too() -> None:
    hall = a_hall()
    rotating = Holder(NEW.hash, 2, "张*三", "0001", Group.WALK_IN, (OLD,))
    hall.take("t-1", rotating)
    own_number(hall, "AC01", Holder(OLD.hash, 1, "张*三", "0001"))
    assert [one.label for one in linked(hall.state, hall.state.tickets["t-1"])] == ["AC01"]


def test_nobodys_tickets_are_linked_to_nobodys() -> None:
    hall = a_hall()
    hall.reserve("t-1", Holder(), "ZW-001")
    hall.reserve("t-2", Holder(), "ZW-001")
    assert linked(hall.state, hall.state.tickets["t-1"]) == ()
