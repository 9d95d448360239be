"""What a node owes: kept until the upstream has it, owed again after losses, refused events visible."""

from __future__ import annotations

from kiosk.ports.ledger import Judgement, Verdict
from offline_cache.hall_ledger import HallLedger
from offline_cache.ledger_file import LedgerFile
from offline_cache.outbox import Outbox
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import event


def applied(*numbers: int) -> list[Verdict]:
    return [Verdict(f"e-{n}", Judgement.APPLIED) for n in numbers]


def owed_numbers(outbox: Outbox) -> list[str]:
    return [event.event_id for event in outbox.owed(100).events]


def test_what_was_not_acknowledged_is_owed_after_a_restart_too(file: LedgerFile) -> None:
    HallLedger(file).append([event(n) for n in range(1, 6)])
    Outbox(file).acknowledge(2, applied(1, 2))
    epoch = Outbox(file).owed(1).epoch
    file.close()
    again = opened(file.path)
    owed = Outbox(again).owed(2)
    assert (owed.epoch, owed.first_seq, [e.event_id for e in owed.events]) == (epoch, 3, ["e-3", "e-4"])
    assert Outbox(again).backlog() == 3
    again.close()


def test_an_upstream_that_claims_more_than_was_made_is_not_believed(file: LedgerFile) -> None:
    HallLedger(file).append([event(1)])
    Outbox(file).acknowledge(900, applied(1))
    HallLedger(file).append([event(2)])
    assert (Outbox(file).owed(5).first_seq, owed_numbers(Outbox(file))) == (2, ["e-2"])


def test_an_old_acknowledgement_that_comes_late_takes_nothing_back(file: LedgerFile) -> None:
    HallLedger(file).append([event(n) for n in range(1, 4)])
    Outbox(file).acknowledge(3, [])
    Outbox(file).acknowledge(1, [])
    assert Outbox(file).backlog() == 0


def test_a_refused_event_is_seen_in_quarantine_and_leaves_it_when_it_is_taken_at_last(file: LedgerFile) -> None:
    outbox = Outbox(file)
    HallLedger(file).append([event(1), event(2)])
    refused = Verdict("e-2", Judgement.REJECTED, "unknown_kind:danced")
    outbox.acknowledge(2, [*applied(1), refused])
    assert (list(outbox.quarantined()), outbox.backlog()) == ([refused], 0)
    assert outbox.rewind(2) is True
    outbox.acknowledge(2, applied(2))
    assert list(outbox.quarantined()) == []


def test_a_new_epoch_owes_everything_that_is_kept_from_one_on(file: LedgerFile) -> None:
    outbox = Outbox(file)
    HallLedger(file).append([event(n) for n in range(1, 6)])
    outbox.acknowledge(3, [])
    before = outbox.owed(1).epoch
    assert outbox.new_epoch() is None
    owed = outbox.owed(100)
    assert owed.epoch != before
    assert (owed.first_seq, [e.event_id for e in owed.events]) == (1, [f"e-{n}" for n in range(1, 6)])
    outbox.acknowledge(5, [])
    HallLedger(file).append([event(6)])
    assert outbox.owed(100).first_seq == 6


def test_an_upstream_that_lost_what_it_had_gets_it_again(file: LedgerFile) -> None:
    outbox = Outbox(file)
    HallLedger(file).append([event(n) for n in range(1, 6)])
    outbox.acknowledge(5, [])
    assert outbox.rewind(3) is True
    assert owed_numbers(outbox) == ["e-3", "e-4", "e-5"]
    assert outbox.rewind(9) is False
    outbox.new_epoch()
    assert outbox.rewind(0) is False, "an epoch begins at 1"


def test_what_is_no_longer_kept_cannot_be_sent_again(file: LedgerFile) -> None:
    outbox = Outbox(file)
    HallLedger(file).append([event(n) for n in range(1, 6)])
    outbox.acknowledge(5, [])
    file.write(lambda db: db.execute("delete from event where seq <= 3"))
    assert outbox.rewind(3) is False
    assert outbox.rewind(4) is True
    outbox.new_epoch()
    assert owed_numbers(outbox) == ["e-4", "e-5"]


def test_an_epoch_that_an_earlier_version_began_behind_what_it_kept_is_begun_anew(file: LedgerFile) -> None:
    outbox = Outbox(file)
    HallLedger(file).append([event(n) for n in range(1, 6)])
    file.write(lambda db: db.execute("update stream set base = 3, acked = 5"))
    assert outbox.rewind(2) is True
    assert outbox.rewind(1) is False, "who has nothing of it may have lost what came before it, too"
