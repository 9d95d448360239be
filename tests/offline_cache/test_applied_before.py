"""What was taken from below goes after its time; that its events were applied is remembered, and compactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.operation.uuid7 import Uuid7
from kiosk.ports.ledger import Judgement, Received
from kiosk.sync.streams import Gap, GapReason, Incoming, Judged, judge
from offline_cache import applied_before
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import LedgerFile
from tests.offline_cache.invented import event
from tests.offline_cache.test_retention import tidied
from tests.sync.test_uplink import exhaust
from tests.sync.upstream import Node, Upstream


def took(file: LedgerFile, ids: list[str], day: str, first: int = 1, epoch: str = "e") -> None:
    """Places of T1's stream, taken on a day; every third event was refused."""
    places = [
        Received("T1", epoch, first + n, one, Judgement.REJECTED if n % 3 == 2 else Judgement.APPLIED)
        for n, one in enumerate(ids)
    ]
    HallLedger(file).append([], places)
    file.write(
        lambda db: db.execute("update received set taken_on = ? where seq >= ? and epoch = ?", (day, first, epoch))
    )


def test_places_go_after_their_time_and_what_was_applied_is_known_for_long(file: LedgerFile) -> None:
    new, streams = Uuid7().new, InboundStreams(file)
    old, recent = [new() for _ in range(9)], [new() for _ in range(3)]
    took(file, old, "2026-10-01")
    took(file, recent, "2026-11-20", first=10)
    assert tidied(file).places == 9
    assert streams.known([*old, *recent]) == {one for n, one in enumerate([*old, *recent]) if n % 3 != 2}
    assert (streams.position("T1", "e"), [place.seq for place in streams.received("T1", "e", 1, 12)]) == (
        12,
        [10, 11, 12],
    )
    assert tidied(file, "2026-11-25").places == 0


def test_a_stream_of_long_ago_keeps_its_last_place_which_says_how_far_it_is(file: LedgerFile) -> None:
    took(file, ["a", "b", "c"], "2026-01-01")
    assert tidied(file).places == 2
    assert InboundStreams(file).position("T1", "e") == 3
    assert InboundStreams(file).known(["a", "b", "c"]) == {"a", "b"}


def test_places_of_an_earlier_version_have_no_day_and_go_too(file: LedgerFile) -> None:
    took(file, ["a", "b"], "")
    assert tidied(file).places == 1


def test_an_identity_is_forgotten_when_nobody_can_hold_its_event_any_more(file: LedgerFile) -> None:
    made = [str(one) for one in ("01900000-0000-7000-8000-000000000001", Uuid7().new())]  # of 2024, of now
    took(file, [*made, "x", "y"], "2026-01-01")
    tidied(file)
    assert InboundStreams(file).known(made) == {made[1]}


def test_a_batch_of_which_only_the_number_is_known_is_another_life_of_its_node(file: LedgerFile) -> None:
    took(file, ["e-1", "e-2", "x", "e-4"], "2026-01-01")
    tidied(file)
    again = Incoming("T1", "e", 2, (event(2), event(3), event(4), event(5)))
    assert judge(again, InboundStreams(file)) == Gap(GapReason.OTHER_CONTENT, 5)
    anew = judge(replace(again, epoch="another", first_seq=1), InboundStreams(file))
    assert isinstance(anew, Judged)
    assert [verdict.verdict.value for verdict in anew.verdicts] == ["duplicate", "applied", "duplicate", "applied"]


def test_a_disk_of_many_weeks_ago_has_nothing_applied_twice(tmp_path: Path) -> None:
    upstream = Upstream(tmp_path / "hall.sqlite")
    node = Node(tmp_path / "terminal.sqlite", upstream.address)
    node.happened([event(n) for n in range(1, 7)])
    exhaust(node)
    upstream.file.write(lambda db: db.execute("update received set taken_on = '2026-01-01'"))
    tidied(upstream.file)
    node.file.write(lambda db: db.execute("update stream set acked = 2"))
    exhaust(node)
    assert upstream.applied() == [f"e-{n}" for n in range(1, 7)]
    assert node.log.names == [], "these are the events that were taken: it may well be a lost answer"
    node.file.write(lambda db: db.execute("delete from event where seq > 3"))
    node.file.write(lambda db: db.execute("update sqlite_sequence set seq = 3 where name = 'event'"))
    node.file.write(lambda db: db.execute("update stream set acked = 3, gone = 0"))
    node.happened([event(n) for n in range(50, 52)])
    exhaust(node)
    assert upstream.applied() == [*(f"e-{n}" for n in range(1, 7)), "e-50", "e-51"]
    assert node.log.names == ["stream_restored"]
    node.stop()
    upstream.stop()


def test_a_key_is_short_and_of_one_identity_only() -> None:
    made = Uuid7().new()
    assert len(applied_before.key_of(made)) == 16
    others = {applied_before.key_of(one) for one in (made, made.upper(), made.replace("-", ""), "e-1", "=e-1")}
    assert len(others) == 5
