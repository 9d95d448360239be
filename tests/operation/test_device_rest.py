"""A device that rests is left alone, and only for as long as nobody wants anything of it."""

from __future__ import annotations

from kiosk.operation.supervisor import Supervisor
from tests.operation.test_supervisor import QUICK, SILENT, Machine, eventually, log, supervisor

__all__ = ["log", "supervisor"]


class Sleeper(Machine):
    """A device that wants to be looked at once an hour."""

    rest_s = 3600.0


def test_a_device_at_rest_is_left_alone_until_somebody_pokes_it(supervisor: Supervisor) -> None:
    machine = Sleeper()
    worker = supervisor.attach("sleeper", lambda: machine, lambda status: None, QUICK)
    assert eventually(lambda: machine.diary == ["open", "beat"])
    worker.poke()
    assert eventually(lambda: machine.diary == ["open", "beat", "beat"])
    machine.rest_s = 0.0
    worker.poke()
    assert eventually(lambda: len(machine.diary) > 6), "awake it is looked at as quickly as ever"


def test_a_device_that_fails_is_not_left_to_its_rest(supervisor: Supervisor) -> None:
    machine = Sleeper()
    worker = supervisor.attach("sleeper", lambda: machine, lambda status: None, QUICK)
    assert eventually(lambda: machine.diary == ["open", "beat"])
    machine.says = SILENT
    worker.poke()
    assert eventually(lambda: machine.diary.count("open") > 1), "the ladder keeps its own time"
