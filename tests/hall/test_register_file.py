"""The register as a running hall reads it: what is changed beside it counts at once, what is broken changes nothing."""

from __future__ import annotations

from pathlib import Path

from kiosk.hall.core.telling import Member, Role
from kiosk.hall.lan import register_in
from kiosk.hall.members import Known, Members
from kiosk.sync.callers import Stranger
from kiosk.trust.register import Device, digest_of
from tests.hall.a_server import Noted
from tests.hall.memory import StandingClock

OWN = {"own-token": Member(Role.TERMINAL, "T1")}


def test_a_register_that_breaks_leaves_everybody_known_who_was_and_is_said_once(tmp_path: Path) -> None:
    register, log = register_in(tmp_path), Noted()
    register.change(lambda empty: empty.joined(Device("board", "B1", digest_of("t"), 1), "", StandingClock().now()))
    members = Members(OWN, register, log)
    register.path.write_text("{")
    for _ in range(3):
        members.refresh()
        assert isinstance(members.who(b"t", local=False), Known)
    assert [name for name, _ in log.events] == ["register_unusable"]


def test_own_tokens_are_good_locally_only_and_joined_ones_everywhere(tmp_path: Path) -> None:
    register = register_in(tmp_path)
    members = Members(OWN, register, Noted())
    assert members.who(b"t", local=False) is Stranger.UNKNOWN
    register.change(lambda empty: empty.joined(Device("terminal", "T2", digest_of("t"), 1), "", StandingClock().now()))
    for local in (True, False):
        assert isinstance(members.who(b"t", local=local), Known)
        assert isinstance(members.who(b"own-token", local=local), Known) is local
    assert members.terminals() == {"T1", "T2"}


def test_a_role_that_this_version_does_not_know_is_nobody(tmp_path: Path) -> None:
    register = register_in(tmp_path)
    register.change(lambda empty: empty.joined(Device("robot", "R1", digest_of("t"), 1), "", StandingClock().now()))
    assert Members(OWN, register, Noted()).who(b"t", local=False) is Stranger.UNKNOWN
