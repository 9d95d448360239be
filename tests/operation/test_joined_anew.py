"""Who is sent away erases what it stored; who only joined anew does not."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.operation import joined_anew
from kiosk.operation.state_folder import StateFolder
from kiosk.trust.memberships import Membership, NodeAddress, memberships
from tests.hall.a_server import Noted, eventually

NODES = (NodeAddress("city", "https://10.9.0.1:8443", ("ab" * 32,)),)


def member(token: str) -> Membership:
    return Membership("hall", "qinglan", "city", token, NODES)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StateFolder:
    monkeypatch.setattr(joined_anew, "LOOKS_AFTER_S", 0.01)
    made = StateFolder(tmp_path).make()
    memberships(made.secrets).change(lambda before: before.having(member("first")))
    return made


def test_a_machine_that_was_sent_away_erases_what_it_stored(state: StateFolder) -> None:
    erased, log = threading.Event(), Noted()
    joined_anew.unless_joined_anew(state, member("first"), erased.set, log)()
    assert erased.wait(10) and log.events == []


def test_a_machine_that_joined_anew_while_it_ran_keeps_its_book_and_says_so(state: StateFolder) -> None:
    erased, log = threading.Event(), Noted()
    memberships(state.secrets).change(lambda before: before.having(member("second")))
    joined_anew.unless_joined_anew(state, member("first"), erased.set, log)()
    eventually(lambda: log.events == [("joined_anew", {"id": "hall-qinglan"})], "the word")
    assert not erased.is_set()


def test_a_membership_that_cannot_be_read_is_no_excuse(state: StateFolder) -> None:
    erased, log = threading.Event(), Noted()
    memberships(state.secrets).path.write_text("{")
    joined_anew.unless_joined_anew(state, member("first"), erased.set, log)()
    assert erased.wait(10)
