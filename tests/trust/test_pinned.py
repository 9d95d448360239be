"""A token reaches the machine whose key is known, and no other."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import requests

from kiosk.trust.node_key import NodeKey, NodeKeyProblem, ensure_node_key, prepare_next, read_node_key, use_next
from kiosk.trust.pinned import AnotherMachine, pinned_session
from tests.trust.a_listener import WAIT_S, a_key, listener

TOKEN = "a-token-that-nobody-else-may-hear"


def test_the_machine_with_the_known_key_gets_the_token(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    with listener(key.server_context()) as hall, pinned_session(TOKEN, lambda: frozenset({key.pin})) as session:
        assert session.get(hall.url, timeout=WAIT_S).status_code == 204
    assert f"Bearer {TOKEN}".encode() in hall.heard


def test_another_machine_under_the_address_hears_not_one_byte(tmp_path: Path) -> None:
    known, stranger = a_key(tmp_path / "hall"), a_key(tmp_path / "stranger")
    with listener(stranger.server_context()) as machine, pinned_session(TOKEN, lambda: frozenset({known.pin})) as mine:
        with pytest.raises(AnotherMachine) as refused:
            mine.get(machine.url, timeout=WAIT_S)
        assert machine.ended.wait(WAIT_S)
    assert machine.heard == b""
    assert refused.value.pin == stranger.pin


def test_without_a_known_key_nobody_is_spoken_to(tmp_path: Path) -> None:
    context = a_key(tmp_path).server_context()
    with listener(context) as hall, pinned_session(TOKEN, frozenset) as session, pytest.raises(AnotherMachine):
        session.get(hall.url, timeout=WAIT_S)
    assert hall.heard == b""


def test_an_older_tls_is_refused_by_both_ends(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    assert key.server_context().minimum_version is ssl.TLSVersion.TLSv1_3
    old = key.server_context()
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_2
    mine = pinned_session(TOKEN, lambda: frozenset({key.pin}))
    with listener(old) as hall, mine, pytest.raises(requests.exceptions.SSLError):
        mine.get(hall.url, timeout=WAIT_S)
    assert hall.heard == b""


@pytest.mark.parametrize("address", ["http://192.0.2.7:8443/", "http://hall.invalid/"])
def test_beyond_this_machine_nothing_goes_out_unencrypted(address: str) -> None:
    with pinned_session(TOKEN, frozenset) as session, pytest.raises(requests.ConnectionError, match="unencrypted"):
        session.get(address, timeout=WAIT_S)


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    first = a_key(tmp_path)
    assert first.path.stat().st_mode & 0o777 == 0o600
    assert a_key(tmp_path) == first
    first.path.chmod(0o640)
    assert ensure_node_key(tmp_path, "hall") is NodeKeyProblem.OPEN_TO_OTHERS


def test_a_broken_key_is_not_replaced_because_everybody_knows_the_old_one(tmp_path: Path) -> None:
    path = a_key(tmp_path).path
    path.write_bytes(path.read_bytes()[:200])
    assert ensure_node_key(tmp_path, "hall") is NodeKeyProblem.BROKEN
    assert len(path.read_bytes()) == 200


def test_the_next_key_is_announced_beside_the_present_one_and_then_takes_its_place(tmp_path: Path) -> None:
    before = a_key(tmp_path)
    assert use_next(tmp_path, "hall") is NodeKeyProblem.NO_NEXT
    announced = prepare_next(tmp_path, "hall")
    assert isinstance(announced, NodeKey)
    assert announced.pin == before.pin
    assert len(set(announced.pins)) == 2
    assert prepare_next(tmp_path, "hall") == announced
    after = use_next(tmp_path, "hall")
    assert isinstance(after, NodeKey)
    assert after.pins == (announced.next_pin,)
    assert read_node_key(tmp_path, "hall") == after
    with listener(after.server_context()) as hall, pinned_session(TOKEN, lambda: frozenset(announced.pins)) as session:
        assert session.get(hall.url, timeout=WAIT_S).status_code == 204
