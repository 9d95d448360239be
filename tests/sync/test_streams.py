"""Whatever the line does to batches, the upstream applies each event once and in order."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.events import Event
from kiosk.ports.ledger import Judgement
from kiosk.sync.streams import Gap, GapReason, GroupStreams, Incoming, Judged, Unreadable, judge
from tests.sync.memory import ListedStreams, event

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

EVENTS = tuple(event(n) for n in range(1, 21))


def batch(first: int, last: int, epoch: str = "a", events: tuple[Event, ...] = EVENTS) -> Incoming:
    return Incoming("terminal-1", epoch, first, events[first - 1 : last])


def taken(streams: ListedStreams, incoming: Incoming) -> Judged | Gap:
    answer = judge(incoming, streams)
    if isinstance(answer, Judged):
        streams.store(answer.events, answer.received)
    return answer


@UNHURRIED
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 8)), max_size=40))
def test_lost_repeated_and_reordered_batches_apply_each_event_once_and_in_order(sent: list[tuple[int, int]]) -> None:
    streams = ListedStreams()
    for first, length in sent:
        answer = taken(streams, batch(first, min(20, first + length)))
        if isinstance(answer, Gap):
            assert (answer.reason, answer.expected) == (GapReason.GAP, len(streams.applied) + 1)
        else:
            assert answer.acknowledged == len(streams.applied)
            assert len(answer.verdicts) == min(20, first + length) - first + 1
    assert streams.applied == list(EVENTS[: len(streams.applied)])


@UNHURRIED
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 8)), max_size=20))
def test_a_node_that_always_sends_what_is_expected_gets_everything_through(sent: list[tuple[int, int]]) -> None:
    streams = ListedStreams()
    for first, length in sent:
        taken(streams, batch(first, min(20, first + length)))
    while len(streams.applied) < 20:
        expected = streams.position("terminal-1", "a") + 1
        assert isinstance(taken(streams, batch(expected, 20)), Judged)
    assert streams.applied == list(EVENTS)


@UNHURRIED
@given(st.integers(1, 20), st.integers(1, 20))
def test_a_disk_put_back_to_an_earlier_day_is_noticed_at_its_first_new_event(lived: int, restored: int) -> None:
    streams = ListedStreams()
    taken(streams, batch(1, lived))
    new = event(99)
    answer = taken(streams, Incoming("terminal-1", "a", restored, (new,)))
    if restored <= lived:
        assert answer == Gap(GapReason.OTHER_CONTENT, lived + 1)
    assert streams.applied[:lived] == list(EVENTS[:lived])


def test_what_a_new_epoch_owes_again_is_known_and_not_applied_again() -> None:
    streams = ListedStreams()
    taken(streams, batch(1, 5))
    answer = taken(streams, Incoming("terminal-1", "b", 1, (*EVENTS[3:5], event(50))))
    assert isinstance(answer, Judged)
    assert [v.verdict for v in answer.verdicts] == [Judgement.DUPLICATE, Judgement.DUPLICATE, Judgement.APPLIED]
    assert streams.applied == [*EVENTS[:5], event(50)]


def test_an_event_that_cannot_be_read_keeps_its_place_and_holds_nobody_back() -> None:
    streams = ListedStreams()
    incoming = Incoming("terminal-1", "a", 1, (EVENTS[0], Unreadable("e-x", "malformed"), EVENTS[1]))
    first, again = taken(streams, incoming), taken(streams, incoming)
    assert isinstance(first, Judged) and isinstance(again, Judged)
    assert [v.verdict.value for v in first.verdicts] == ["applied", "rejected", "applied"]
    assert [v.verdict.value for v in again.verdicts] == ["duplicate", "rejected", "duplicate"]
    assert again.verdicts[1].reason == "malformed"
    assert (streams.applied, again.acknowledged) == ([EVENTS[0], EVENTS[1]], 3)


def test_a_refused_event_may_be_sent_again_later_and_is_then_applied() -> None:
    streams = ListedStreams()
    refused = judge(batch(1, 1), streams, lambda event: "unknown_ticket")
    assert isinstance(refused, Judged)
    assert (refused.events, refused.verdicts[0].reason) == ((), "unknown_ticket")
    streams.store(refused.events, refused.received)
    taken(streams, Incoming("terminal-1", "a", 2, (EVENTS[0],)))
    assert streams.applied == [EVENTS[0]]


def test_the_same_event_twice_in_one_batch_is_applied_once() -> None:
    streams = ListedStreams()
    taken(streams, Incoming("terminal-1", "a", 1, (EVENTS[0], EVENTS[0])))
    assert streams.applied == [EVENTS[0]]
    assert streams.position("terminal-1", "a") == 2


@UNHURRIED
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 8)), min_size=1, max_size=10))
def test_batches_judged_within_one_group_commit_see_each_other(sent: list[tuple[int, int]]) -> None:
    streams, one_by_one = ListedStreams(), ListedStreams()
    group = GroupStreams(streams)
    for first, length in sent:
        incoming = batch(first, min(20, first + length))
        answer = judge(incoming, group)
        assert answer == taken(one_by_one, incoming)
        if isinstance(answer, Judged):
            group.add(answer.received)
    assert streams.places == []
