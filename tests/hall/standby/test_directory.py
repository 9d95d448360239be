"""What the second node is told of the hall's machines is what the register says at that moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kiosk.hall.directory import Directory
from kiosk.trust.register import Device, Register
from tests.hall.a_lan import a_lan

TERMINAL = Device("terminal", "T1", "a" * 64, 1)
CALLER = Device("caller", "3", "b" * 64, 2)


def test_a_machine_that_joined_this_moment_is_told_at_once_also_when_no_time_went_by(tmp_path: Path) -> None:
    lan = a_lan(tmp_path)
    directory = Directory("H1", lan, monotonic=lambda: 100.0)
    lan.register.change(lambda before: Register((TERMINAL,)))
    first = directory.now()
    assert [one.id for one in first.devices] == ["T1"]
    assert directory.now() is first
    lan.register.change(lambda before: Register((*before.devices, CALLER)))
    second = directory.now()
    assert [one.id for one in second.devices] == ["T1", "3"]
    lan.register.change(lambda before: Register((TERMINAL, replace(CALLER, revoked_ms=9))))
    assert len({first.mark, second.mark, directory.now().mark}) == 3
