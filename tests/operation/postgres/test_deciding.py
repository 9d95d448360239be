"""Nobody leads whom a commit could be missing from, and nobody who was replaced can confirm anything more."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.operation.postgres.deciding import Fence, Follow, Promote, Waiting, decide
from kiosk.operation.postgres.nodes import Node, Seen

ONE, TWO, THREE = (Node(f"node_{n}", 5000 + n) for n in (1, 2, 3))
LEADER = Seen(ONE, leads=True, lsn=100, timeline=1, epoch=1, followed=1)
SECOND = Seen(TWO, leads=False, lsn=90, receiving=True, follows=5001, followed=1, epoch=1)
THIRD = replace(SECOND, node=THREE, lsn=100)


def lost(one: Seen) -> Seen:
    return replace(one, receiving=False)


def fenced(one: Seen, epoch: int = 2) -> Seen:
    return replace(one, receiving=False, follows=0, epoch=epoch)


def test_a_leader_that_answers_stays_leader() -> None:
    assert decide([LEADER, SECOND, THIRD], 3) == Follow(LEADER, ())
    assert decide([LEADER], 3) == Follow(LEADER, ())


def test_a_leader_that_still_sends_is_not_lost() -> None:
    assert decide([SECOND, THIRD], 3) is Waiting.STILL_RECEIVING
    assert decide([lost(SECOND), THIRD], 3) is Waiting.STILL_RECEIVING


def test_a_lost_leader_is_not_replaced_while_a_standby_may_hold_what_was_confirmed() -> None:
    assert decide([lost(SECOND)], 3) is Waiting.STANDBY_MISSING
    assert decide([fenced(THIRD)], 3) is Waiting.STANDBY_MISSING
    assert decide([], 3) is Waiting.STANDBY_MISSING


def test_every_standby_promises_before_one_leads() -> None:
    assert decide([lost(SECOND), lost(THIRD)], 3) == Fence((lost(SECOND), lost(THIRD)), 2)
    assert decide([fenced(SECOND), lost(THIRD)], 3) == Fence((lost(THIRD),), 2)


def test_the_one_that_has_everything_leads() -> None:
    assert decide([fenced(SECOND), fenced(THIRD)], 3) == Promote(THREE)
    assert decide([fenced(replace(SECOND, lsn=101)), fenced(THIRD)], 3) == Promote(TWO)
    older = replace(fenced(SECOND, 3), lsn=500)
    newer = replace(fenced(THIRD, 3), followed=2)
    assert decide([older, newer], 3) == Promote(THREE)


def test_a_leader_that_comes_back_after_the_promise_is_none() -> None:
    assert decide([LEADER, fenced(SECOND), fenced(THIRD)], 3) == Promote(THREE)
    assert decide([LEADER, fenced(SECOND)], 3) is Waiting.STANDBY_MISSING


def test_of_two_that_lead_the_newer_is_followed_and_the_others_are_sent_to_it() -> None:
    promoted = Seen(THREE, leads=True, lsn=120, timeline=2, epoch=2, followed=1)
    assert decide([LEADER, fenced(SECOND), promoted], 3) == Follow(promoted, (fenced(SECOND),))
    following = replace(SECOND, follows=5003, followed=2, epoch=2)
    assert decide([LEADER, following, promoted], 3) == Follow(promoted, ())


def test_a_server_with_another_citys_data_is_for_a_person_to_judge() -> None:
    empty_and_new = replace(LEADER, system=7)
    assert decide([empty_and_new, SECOND, THIRD], 3) is Waiting.STRANGER
    assert decide([replace(fenced(SECOND), system=7), fenced(THIRD)], 3) is Waiting.STRANGER


numbers = st.integers(0, 3)
any_seen = st.builds(
    Seen,
    node=st.sampled_from([ONE, TWO, THREE]),
    leads=st.booleans(),
    lsn=st.integers(0, 9),
    timeline=numbers,
    receiving=st.booleans(),
    follows=st.sampled_from([0, 5001, 5002, 5003]),
    followed=numbers,
    epoch=numbers,
)


@given(st.lists(any_seen, max_size=3, unique_by=lambda one: one.node.name))
def test_whatever_is_seen_a_promotion_needs_every_promise_and_takes_the_furthest(seen: list[Seen]) -> None:
    decision = decide(seen, 3)
    standbys = [one for one in seen if not one.leads]
    if isinstance(decision, Promote):
        assert len(standbys) >= 2 and all(one.is_fenced for one in standbys)
        chosen = next(one for one in standbys if one.node == decision.node)
        assert all((one.followed, one.lsn) <= (chosen.followed, chosen.lsn) for one in standbys)
        assert all(one.timeline < max(other.epoch for other in seen) for one in seen if one.leads)
    if isinstance(decision, Fence):
        assert all(one.followed < decision.epoch for one in standbys)
    if isinstance(decision, Follow):
        assert all(decision.leader.timeline >= one.epoch for one in seen)
