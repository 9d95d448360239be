"""What an upstream refused: a technician sees it, sends it again or discards it, and each act is recorded."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.events import Event, EventKind
from kiosk.ports.ledger import Judgement, QuarantineAct, Verdict
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile
from offline_cache.outbox import Outbox
from offline_cache.quarantine import Quarantine
from offline_cache.retention import TidiedUp
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.invented import DAY, event
from tests.offline_cache.test_retention import EVE, OLD, on, tidied
from tests.sync.upstream import Node, Upstream

AGAIN, DISCARD = QuarantineAct.SEND_AGAIN, QuarantineAct.DISCARD


def refused(file: LedgerFile, *numbers: int, last: int = 3) -> Quarantine:
    """Events 1 to `last`, of which the upstream refused some."""
    HallLedger(file).append([event(n) for n in range(1, last + 1)])
    Outbox(file).acknowledge(last, [Verdict(f"e-{n}", Judgement.REJECTED, "unknown_counter:9") for n in numbers])
    return Quarantine(file)


def ids(quarantine: Quarantine) -> list[str]:
    return [one.event_id for one in quarantine.refused()]


def test_a_technician_sees_what_was_refused_and_why_and_nothing_of_what_it_says(file: LedgerFile) -> None:
    quarantine = refused(file, 2)
    (seen,) = quarantine.refused()
    assert (seen.event_id, seen.kind, seen.day, seen.reason, seen.under_way) == (
        "e-2", "taken", DAY, "unknown_counter:9", False,
    )  # fmt: skip
    assert quarantine.count() == 1


def test_a_refused_event_goes_again_under_a_new_number_and_the_days_story_stays_as_it_was(file: LedgerFile) -> None:
    quarantine, outbox, hall = refused(file, 2), Outbox(file), HallLedger(file)
    assert quarantine.act(AGAIN, ["e-2"], "zhou", "mended") == frozenset()
    owed = outbox.owed(9)
    assert (owed.first_seq, list(owed.events)) == (4, [event(2)])
    assert (
        [one.event_id for _, one in hall.load(DAY)]
        == ["e-1", "e-2", "e-3"]
        == [e.event_id for _, e in hall.since(0, 9)]
    )
    assert quarantine.refused()[0].under_way
    assert quarantine.act(AGAIN, ["e-2"], "zhou", "mended") == {"e-2"}, "it is on its way"
    outbox.acknowledge(4, [Verdict("e-2", Judgement.APPLIED)])
    assert ids(quarantine) == []
    assert hall.append([event(4)]) == 5
    assert [e.event_id for e in outbox.owed(9).events] == ["e-4"]


def test_what_is_refused_again_stays_and_can_be_sent_once_more(file: LedgerFile) -> None:
    quarantine, outbox = refused(file, 2), Outbox(file)
    for number in (4, 5):
        assert quarantine.act(AGAIN, ["e-2"], "zhou", "trial") == frozenset()
        outbox.acknowledge(number, [Verdict("e-2", Judgement.REJECTED, "other_reason")])
    assert [one.reason for one in quarantine.refused()] == ["other_reason"]
    assert len(quarantine.acts(9)) == 2


def test_a_discarded_event_is_not_seen_again_even_when_everything_is_sent_anew(file: LedgerFile) -> None:
    quarantine, outbox = refused(file, 2, 3), Outbox(file)
    assert quarantine.act(DISCARD, ["e-2"], "zhou", "outdated") == frozenset()
    assert ids(quarantine) == ["e-3"] == [one.event_id for one in outbox.quarantined()]
    outbox.new_epoch()
    outbox.acknowledge(3, [Verdict("e-2", Judgement.REJECTED, "unknown_counter:9")])
    assert ids(quarantine) == ["e-3"]
    acts = [(one.act, one.event_id, one.kind, one.reason, one.who, one.why) for one in quarantine.acts(9)]
    assert acts == [("discard", "e-2", "taken", "unknown_counter:9", "zhou", "outdated")]


def test_one_name_that_is_not_there_and_nothing_is_done_to_any(file: LedgerFile) -> None:
    quarantine = refused(file, 2, 3)
    assert quarantine.act(DISCARD, ["e-2", "e-9"], "zhou", "outdated") == {"e-9"}
    assert (ids(quarantine), quarantine.acts(9)) == (["e-2", "e-3"], [])


def test_a_discarded_event_goes_with_its_time_and_a_refused_one_does_not(file: LedgerFile) -> None:
    HallLedger(file).append([on(OLD, 1), on(OLD, 2), on(EVE, 3)])
    Outbox(file).acknowledge(3, [Verdict(f"e-{n}", Judgement.REJECTED, "x") for n in (1, 2)])
    Quarantine(file).act(DISCARD, ["e-1"], "zhou", "outdated")
    done: TidiedUp = tidied(file)
    assert (done.sent, ids(Quarantine(file))) == (1, ["e-2"])
    assert file.read(lambda db: db.conn.execute("select event_id from quarantine").fetchall()) == [("e-2",)]


def test_the_copy_of_an_old_refused_event_is_not_taken_for_the_last_paper(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    ledger.record_event(event(1, EventKind.PRINT_FAILED, data={"outcome": "failed"}))
    ledger.record_event(event(2, EventKind.PRINTED, data={"outcome": "printed"}))
    Outbox(file).acknowledge(2, [Verdict("e-1", Judgement.REJECTED, "x")])
    assert not ledger.is_paper_doubtful()
    Quarantine(file).act(AGAIN, ["e-1"], "zhou", "mended")
    assert not ledger.is_paper_doubtful()


def test_an_upstream_that_has_learnt_takes_it_and_others_never_waited(tmp_path: Path) -> None:
    known: list[EventKind] = [EventKind.TAKEN]

    def judged(one: Event) -> str:
        return "" if one.kind in known else "unknown"

    upstream = Upstream(tmp_path / "hall.sqlite", judged)
    node = Node(tmp_path / "terminal.sqlite", upstream.address)
    node.happened([event(1), event(2, EventKind.CALLED), event(3)])
    node.uplink.turn()
    assert upstream.applied() == ["e-1", "e-3"]
    known.append(EventKind.CALLED)
    assert Quarantine(node.file).act(AGAIN, ["e-2"], "zhou", "mended") == frozenset()
    node.uplink.turn()
    assert (upstream.applied(), Quarantine(node.file).count()) == (["e-1", "e-3", "e-2"], 0)
    node.stop()
    upstream.stop()
