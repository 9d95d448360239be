"""Mistakes in drivers, jobs and pages: told to the log, and nobody else's device suffers for them."""

from __future__ import annotations

from kiosk.operation.device_orders import Job
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState, DeviceStatus, StatusChange
from tests.operation.test_supervisor import QUICK, Diary, Gate, Machine, attach, eventually, job, log, supervisor

__all__ = ["log", "supervisor"]


class Clumsy(Machine):
    """A driver with a mistake where it is interrupted."""

    def interrupt(self) -> None:
        raise RuntimeError("never shown")


def test_a_driver_that_stumbles_over_its_own_interrupt_is_given_up_like_any_other_and_ends_nobody(
    supervisor: Supervisor, log: Diary
) -> None:
    hung, fresh, other, gate = Clumsy(), Clumsy(), Machine(), Gate()
    hung.during = gate.hang
    attach(supervisor, hung, fresh)
    assert eventually(lambda: fresh.diary.count("beat") > 2)
    assert "bug device:machine RuntimeError" in log.events
    attach(supervisor, other)
    assert eventually(lambda: "beat" in other.diary)
    supervisor.close()
    assert eventually(lambda: other.diary[-1] == "close")
    gate.open()


def test_a_page_that_stumbles_over_its_refusal_keeps_no_other_device_from_ending(
    supervisor: Supervisor, log: Diary
) -> None:
    def stumble(status: DeviceStatus) -> None:
        raise RuntimeError("a page of ours")

    gate, other, heard = Gate(), Machine(), list[str]()
    worker = attach(supervisor, Machine())
    attach(supervisor, other)
    job(worker, gate.hang, heard)
    assert gate.reached.wait(10)
    assert worker.submit(Job(lambda machine: None, stumble, lambda: None))
    supervisor.close()
    assert eventually(lambda: other.diary[-1] == "close")
    assert "bug device:machine RuntimeError" in log.events
    gate.open()


def test_a_call_that_comes_back_late_with_a_mistake_says_nothing_of_the_device_that_took_its_place(
    supervisor: Supervisor, log: Diary
) -> None:
    hung, fresh, gate, told = Machine(), Machine(), Gate(), list[DeviceStatus]()

    def late() -> None:
        gate.hang()
        raise RuntimeError("never shown")

    hung.during = late
    worker = attach(supervisor, hung, fresh, told=told)
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE and "device_hung" in log.events)
    gate.open()
    assert eventually(lambda: hung.diary[-1] == "close")
    assert "bug" not in [status.reason for status in told]


def test_a_device_that_cannot_be_built_again_stops_no_watch_over_the_others(supervisor: Supervisor, log: Diary) -> None:
    hung, gate, built = Machine(), Gate(), list[int]()
    hung.during = gate.hang

    def build() -> Machine:
        built.append(1)
        if len(built) == 2:
            raise RuntimeError("never shown")
        return hung

    supervisor.attach("machine", build, lambda status: None, QUICK)
    assert eventually(lambda: "bug device_watch:machine RuntimeError" in log.events)
    other, fresh, second = Machine(), Machine(), Gate()
    other.during = second.hang
    attach(supervisor, other, fresh)
    assert eventually(lambda: fresh.diary.count("beat") > 2), "what hangs later is still noticed"
    for one in (gate, second):
        one.open()


def test_a_bug_in_a_driver_is_logged_and_the_device_opened_afresh(supervisor: Supervisor, log: Diary) -> None:
    machine = Machine()

    def stumble() -> None:
        machine.during = lambda: None
        raise RuntimeError("never shown")

    machine.during = stumble
    told: list[DeviceStatus] = []
    worker = attach(supervisor, machine, told=told)
    assert eventually(lambda: "bug device:machine RuntimeError" in log.events)
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE and machine.diary.count("open") > 1)
    assert "bug" in [status.reason for status in told]


def test_a_bug_in_a_job_tells_it_lost(supervisor: Supervisor) -> None:
    def stumble(machine: Machine) -> None:
        raise RuntimeError("never shown")

    heard: list[str] = []
    worker = attach(supervisor, Machine())
    job(worker, stumble, heard)
    assert eventually(lambda: heard == ["lost"])


def test_a_listener_that_fails_does_not_stop_its_device(supervisor: Supervisor, log: Diary) -> None:
    machine = Machine()

    def fail(status: DeviceStatus) -> None:
        raise RuntimeError("a page of ours")

    supervisor.attach("machine", lambda: machine, fail, QUICK)
    assert eventually(lambda: machine.diary.count("beat") > 3)
    assert "bug device_listener:machine RuntimeError" in log.events


def test_a_watchers_mistake_stops_no_device(supervisor: Supervisor, log: Diary) -> None:
    def mistaken(change: StatusChange) -> None:
        raise ValueError(change)

    machine = Machine()
    supervisor.watch(mistaken)
    worker = supervisor.attach("printer", lambda: machine, lambda status: None, QUICK)
    assert eventually(lambda: "bug device_watcher:printer ValueError" in log.events)
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE)
