"""Who is next, and the reason a clerk can give for it."""

from __future__ import annotations

from kiosk.domain.hall_settings import OrderRules
from kiosk.domain.order import MINUTE_MS, Choice, Waiting, Why, ahead_of, is_priority, next_ticket
from kiosk.domain.ticket import Group

RULES = OrderRules(2, 1, 40, True, 30, 10)
NOW = 1_000 * MINUTE_MS


def waits(ticket_id: str, minutes: float, group: Group = Group.WALK_IN, queue: str = "a", order: int = 0) -> Waiting:
    return Waiting(ticket_id, queue, group, int(NOW - minutes * MINUTE_MS), order)


def chosen(*heads: Waiting, turns: dict[str, int] | None = None) -> Choice:
    choice = next_ticket(heads, turns or {}, RULES, NOW)
    assert choice is not None
    return choice


def test_nobody_waiting_means_nobody_is_next() -> None:
    assert next_ticket([], {}, RULES, NOW) is None


def test_two_priority_people_are_called_and_then_a_walk_in() -> None:
    heads = (waits("green", 1, Group.GREEN), waits("walk-in", 20))
    turns: dict[str, int] = {}
    called = []
    for _ in range(6):
        choice = chosen(*heads, turns=turns)
        turns[choice.waiting.queue] = choice.turn
        called.append((choice.waiting.ticket_id, choice.reasons))
    p, w = ("green", (Why.PRIORITY_TURN,)), ("walk-in", (Why.WALK_IN_TURN,))
    assert called == [p, p, w, p, p, w]


def test_a_turn_is_not_used_up_while_only_one_kind_waits() -> None:
    choice = chosen(waits("walk-in", 5), turns={"a": 1})
    assert (choice.reasons, choice.turn) == ((Why.ONLY_WALK_INS,), 1)
    choice = chosen(waits("green", 5, Group.GREEN), turns={"a": 2})
    assert (choice.reasons, choice.turn) == ((Why.ONLY_PRIORITY,), 2)


def test_whoever_waited_too_long_goes_before_everybody_by_arrival() -> None:
    choice = chosen(
        waits("green", 39, Group.GREEN), waits("late", 40), waits("later", 41, queue="b"), waits("just", 39.9)
    )
    assert choice.waiting.ticket_id == "later"
    assert choice.reasons == (Why.LONGEST_WAIT,)


def test_between_two_queues_of_a_counter_the_earlier_arrival_goes_first() -> None:
    choice = chosen(waits("a", 5, queue="a"), waits("b", 6, queue="b"))
    assert choice.waiting.ticket_id == "b"
    assert choice.reasons == (Why.ONLY_WALK_INS, Why.EARLIEST_OF_QUEUES)


def test_priority_in_one_queue_does_not_starve_the_walk_ins_of_another() -> None:
    choice = chosen(waits("green", 1, Group.GREEN, "a"), waits("walk-in", 9, queue="b"))
    assert choice.waiting.ticket_id == "walk-in"


def test_the_booked_count_as_priority_only_where_the_hall_says_so() -> None:
    booked_waits_too = OrderRules(2, 1, 40, False, 30, 10)
    assert is_priority(Group.BOOKED, RULES)
    assert not is_priority(Group.BOOKED, booked_waits_too)
    assert is_priority(Group.GREEN, booked_waits_too)


def test_among_equals_the_lower_arrival_number_decides() -> None:
    choice = chosen(waits("second", 5, Group.GREEN, order=2), waits("first", 5, Group.BOOKED, order=1))
    assert choice.waiting.ticket_id == "first"


def test_an_unconfirmed_ticket_is_called_with_the_word_that_says_so() -> None:
    doubtful = Waiting("x", "a", Group.WALK_IN, NOW - MINUTE_MS, 1, unconfirmed=True)
    assert chosen(doubtful).reasons == (Why.ONLY_WALK_INS, Why.UNCONFIRMED)


def test_a_walk_in_counts_the_priority_people_who_will_be_called_before_him() -> None:
    assert ahead_of(0, 0, False, RULES) == 0
    assert ahead_of(0, 1, False, RULES) == 1
    assert ahead_of(0, 10, False, RULES) == 2  # two turns before the first walk-in's
    assert ahead_of(3, 10, False, RULES) == 11
    assert ahead_of(3, 4, False, RULES) == 7


def test_a_priority_person_counts_the_walk_ins_turns_between() -> None:
    assert ahead_of(0, 10, True, RULES) == 0
    assert ahead_of(2, 10, True, RULES) == 3
    assert ahead_of(5, 1, True, RULES) == 6


def test_people_ahead_is_the_very_number_of_calls_that_follow() -> None:
    """The formula against the rules themselves, for a newcomer behind every mix of up to eight and eight."""
    for priority in range(8):
        for walk_ins in range(8):
            for newcomer in (Group.GREEN, Group.WALK_IN):
                own, others = (priority, walk_ins) if newcomer is Group.GREEN else (walk_ins, priority)
                reckoned = ahead_of(own, others, newcomer is Group.GREEN, RULES)
                assert reckoned == calls_before(newcomer, priority, walk_ins)


def calls_before(newcomer: Group, priority: int, walk_ins: int) -> int:
    lines = {
        Group.GREEN: [waits(f"p{n}", 10, Group.GREEN, order=n) for n in range(priority)],
        Group.WALK_IN: [waits(f"w{n}", 10, order=n) for n in range(walk_ins)],
    }
    lines[newcomer].append(waits("newcomer", 1, newcomer, order=99))
    turns: dict[str, int] = {}
    for calls in range(99):
        choice = chosen(*(line[0] for line in lines.values() if line), turns=turns)
        turns["a"] = choice.turn
        if choice.waiting.ticket_id == "newcomer":
            return calls
        lines[choice.waiting.group].pop(0)
    raise AssertionError("never called")
