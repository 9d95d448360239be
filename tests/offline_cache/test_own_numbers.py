"""Numbers of a terminal's own letter: one for each ticket, never one twice, whatever happens to book and process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.keyed_hash import KeyedHash
from kiosk.ports.ledger import KeptTicket, LedgerFailure, OwnTicket
from offline_cache import own_numbers
from offline_cache.backup import back_up
from offline_cache.ledger_file import LedgerFile, Opened, open_ledger
from offline_cache.outbox import Outbox
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, HOLDER, event, kept, request

QUEUE, LETTER_HAS = "household", 99


def own(ticket_id: str, event_number: int = 0):  # type: ignore[no-untyped-def]
    def make(number: int) -> OwnTicket | None:
        if number > LETTER_HAS:
            return None
        ticket = kept(ticket_id, f"AC{number:02d}")
        told = event(event_number or number, ticket_id=ticket_id, data={"holder": HOLDER.hash, "key_version": 1})
        return OwnTicket(ticket, told)

    return make


def taken(file: LedgerFile, ticket_id: str, event_number: int = 0, queue: str = QUEUE, day: str = DAY) -> str:
    ledger = TerminalLedger(file)
    ledger.open_intent(request(ticket_id), day, 77)
    ticket = ledger.commit_own(ticket_id, day, queue, own(ticket_id, event_number))
    assert isinstance(ticket, KeptTicket), ticket
    return ticket.view.label


def test_each_ticket_has_the_next_number_of_its_day_and_queue(file: LedgerFile) -> None:
    assert [taken(file, f"t-{n}") for n in (1, 2, 3)] == ["AC01", "AC02", "AC03"]
    assert taken(file, "t-4", 4, queue="social") == "AC01"
    assert taken(file, "t-5", 5, day="2026-11-24") == "AC01"
    ledger = TerminalLedger(file)
    assert ledger.highest_own(DAY) == {"household": 3, "social": 1}
    assert ledger.highest_own("2026-11-25") == {}
    assert Outbox(file).backlog() == 5


def test_the_same_request_again_is_the_same_ticket_and_no_new_number(file: LedgerFile) -> None:
    taken(file, "t-1")
    assert taken(file, "t-1", 9) == "AC01"
    assert taken(file, "t-2") == "AC02"
    assert Outbox(file).backlog() == 2


def test_a_letter_without_numbers_left_gives_none_and_changes_nothing(file: LedgerFile) -> None:
    taken(file, "t-1")
    file.write(lambda db: db.execute("update own_number set highest = 99"))
    ledger = TerminalLedger(file)
    ledger.open_intent(request("t-2"), DAY, 77)
    assert ledger.commit_own("t-2", DAY, QUEUE, own("t-2")) is None
    assert [intent.request.ticket_id for intent in ledger.open_intents()] == ["t-2"]
    assert ledger.highest_own(DAY) == {QUEUE: 99}


def test_without_an_open_wish_there_is_no_ticket_and_no_number(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    with pytest.raises(ValueError, match="open intent"):
        ledger.commit_own("t-1", DAY, QUEUE, own("t-1"))
    assert (ledger.highest_own(DAY), Outbox(file).backlog()) == ({}, 0)


def test_a_number_stands_beside_the_book_before_it_is_anybodys(file: LedgerFile) -> None:
    """So it is left out rather than given twice when the plug is pulled between the two."""
    ledger = TerminalLedger(file)
    ledger.open_intent(request("t-1"), DAY, 77)
    beside = own_numbers.beside(file.path)
    seen: list[bool] = []
    commit = os.fdatasync

    def pulled(descriptor: int) -> None:
        commit(descriptor)
        seen.append(f"{DAY} {QUEUE} 1" in beside.read_text())
        raise OSError(5, "the plug was pulled")

    try:
        os.fdatasync = pulled
        assert ledger.commit_own("t-1", DAY, QUEUE, own("t-1")) is LedgerFailure.BROKEN_DISK
    finally:
        os.fdatasync = commit
    assert (seen, ledger.highest_own(DAY)) == ([True], {})
    file.close()
    again = opened(file.path)
    assert taken(again, "t-2") == "AC02"
    again.close()


@pytest.mark.parametrize("fate", ["restored", "begun_anew"])
def test_a_book_that_lost_its_last_hour_gives_no_number_of_that_hour_again(tmp_path: Path, fate: str) -> None:
    path = tmp_path / "terminal.sqlite"
    file = opened(path)
    before = [taken(file, f"t-{n}") for n in (1, 2)]
    if fate == "restored":
        back_up(file, 4, threading.Event())
    after = [taken(file, f"t-{n}") for n in (3, 4, 5)]
    file.close()
    path.write_bytes(b"\x17" * 20_000)
    again = open_ledger(path)
    assert isinstance(again, Opened)
    assert again.fresh == (fate == "begun_anew")
    label = taken(again.file, "t-9", 9)
    assert label not in before + after
    assert label == "AC06"
    again.file.close()


KILLED = """
import os, pathlib, signal, sys
from offline_cache.terminal_ledger import TerminalLedger
from tests.offline_cache.conftest import opened
from tests.offline_cache.invented import DAY, request
from tests.offline_cache.test_own_numbers import QUEUE, own
file = opened(pathlib.Path(sys.argv[1]))
ledger = TerminalLedger(file)
for number in range(1, 4):
    ledger.open_intent(request(f"t-{number}"), DAY, 77)
    print(ledger.commit_own(f"t-{number}", DAY, QUEUE, own(f"t-{number}")).view.label, flush=True)
ledger.open_intent(request("t-4"), DAY, 77)
ledger.commit_own("t-4", DAY, QUEUE, lambda number: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_after_a_kill_in_the_middle_of_a_ticket_the_numbers_go_on_behind_the_last(tmp_path: Path) -> None:
    path = tmp_path / "terminal.sqlite"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=False)
    assert killed.stdout.split() == ["AC01", "AC02", "AC03"], killed.stderr
    file = opened(path)
    assert taken(file, "t-5") == "AC04"
    file.close()


@pytest.mark.parametrize("line", ["2026-11-23 house", "2026-11-23 household x", "\x00\x00", "2026-11-23 household ²"])
def test_a_line_that_a_power_cut_left_half_spoils_none_of_the_others(file: LedgerFile, line: str) -> None:
    taken(file, "t-1")
    beside = own_numbers.beside(file.path)
    with beside.open("a") as half:
        half.write(line)
    taken(file, "t-2")
    file.write(lambda db: db.execute("delete from own_number"))
    file.close()
    again = opened(file.path)
    assert TerminalLedger(again).highest_own(DAY) == {QUEUE: 2}
    again.close()


def test_a_second_wish_of_the_same_person_is_noticed_under_the_old_key_and_the_new(file: LedgerFile) -> None:
    ledger = TerminalLedger(file)
    taken(file, "t-1")
    ledger.open_intent(request("t-2"), DAY, 78)
    later = replace(kept("t-2", "A018"))
    ledger.commit_ticket(later, event(7, ticket_id="t-2", data={"holder": "cd" * 32, "key_version": 2}))
    old, new = KeyedHash(HOLDER.hash, 1), KeyedHash("cd" * 32, 2)
    assert [ticket.view.label for ticket in ledger.tickets_of(DAY, [new, old])] == ["A018", "AC01"]
    assert [ticket.view.label for ticket in ledger.tickets_of(DAY, [old])] == ["AC01"]
    assert list(ledger.tickets_of("2026-11-24", [new, old])) == []
    assert list(ledger.tickets_of(DAY, [])) == []
