"""Devices that fail, hang and stumble, and a supervisor that goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.operation.device_counters import DeviceCounters
from kiosk.operation.device_orders import Job, Once, Orders
from kiosk.operation.device_turn import Limits
from kiosk.operation.device_worker import DeviceWorker
from kiosk.operation.supervisor import CLOSE_S, LAST_SAVE_S, Supervisor
from kiosk.ports.devices import DeviceState, DeviceStatus, Paper, StatusChange
from kiosk.ports.log import LogValue

ONLINE, SILENT = DeviceStatus(DeviceState.ONLINE), DeviceStatus(DeviceState.OFFLINE, "silent")
QUICK = Limits(
    beat_every_s=0.01,
    open_s=0.5,
    beat_s=0.2,
    patience_s=0.1,
    debounce_s=0.05,
    reopen_pause_s=0.01,
    slow_pause_s=0.02,
    power_pause_s=0.01,
    grace_s=0.05,
    queue=2,
    given_up=2,
)


class Machine:
    """A device whose every call does what the test says; it keeps a diary."""

    def __init__(self) -> None:
        self.diary: list[str] = []
        self.says = ONLINE
        self.during: Callable[[], None] = lambda: None

    def open(self) -> DeviceStatus:
        self.diary.append("open")
        return self.says

    def beat(self) -> DeviceStatus:
        self.diary.append("beat")
        self.during()
        return self.says

    def reset(self) -> DeviceStatus:
        self.diary.append("reset")
        return self.says

    def close(self) -> None:
        self.diary.append("close")

    def interrupt(self) -> None:
        self.diary.append("interrupt")


class Diary:
    """A log that keeps its events."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def event(self, name: str, /, **fields: LogValue) -> None:
        self.events.append(name)

    def bug(self, where: str, error: BaseException) -> None:
        self.events.append(f"bug {where} {type(error).__name__}")


def eventually(holds: Callable[[], object], limit_s: float = 20.0) -> bool:
    end = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


class Gate:
    """Where a call hangs until the test lets it go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    def hang(self, machine: Machine | None = None) -> None:
        self.reached.set()
        self._opened.wait(30)

    def open(self) -> None:
        self._opened.set()


@pytest.fixture
def log() -> Diary:
    return Diary()


@pytest.fixture
def supervisor(log: Diary) -> Iterator[Supervisor]:
    supervisor = Supervisor(log)
    yield supervisor
    supervisor.close()


def attach(supervisor: Supervisor, *machines: Machine, told: list[DeviceStatus] | None = None) -> DeviceWorker[Machine]:
    """The first machine, and each time a thread is given up the next one, the last for ever."""
    queue = list(machines)
    statuses = told if told is not None else []
    return supervisor.attach("machine", lambda: queue.pop(0) if len(queue) > 1 else queue[0], statuses.append, QUICK)


def job(worker: DeviceWorker[Machine], work: Callable[[Machine], None], heard: list[str], limit_s: float = 5) -> bool:
    def done(machine: Machine) -> None:
        work(machine)
        heard.append("done")

    return worker.submit(Job(done, lambda status: heard.append(status.reason), lambda: heard.append("lost"), limit_s))


def test_a_device_is_opened_and_beats_until_it_is_closed(supervisor: Supervisor) -> None:
    machine, told = Machine(), list[DeviceStatus]()
    worker = attach(supervisor, machine, told=told)
    assert eventually(lambda: machine.diary.count("beat") > 3)
    assert (worker.status().device, supervisor.statuses()["machine"].device) == (DeviceState.ONLINE,) * 2
    assert supervisor.close() == ()
    assert (machine.diary[0], machine.diary[-1], len(told)) == ("open", "close", 1)


def test_a_failing_device_climbs_the_ladder_and_comes_back_by_itself(supervisor: Supervisor, log: Diary) -> None:
    machine, told = Machine(), list[DeviceStatus]()
    worker = attach(supervisor, machine, told=told)
    assert eventually(lambda: "beat" in machine.diary)
    machine.says = SILENT
    assert eventually(lambda: worker.status().reason == "out_of_service:silent")
    assert machine.diary.count("open") > 2
    assert "reset" in machine.diary
    machine.says = ONLINE
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE)
    assert log.events.count("device_out_of_service") == 1


def test_a_blip_is_not_told(supervisor: Supervisor) -> None:
    machine, told = Machine(), list[DeviceStatus]()
    slow = Limits(beat_every_s=0.01, debounce_s=30.0, reopen_pause_s=0.01)
    worker = supervisor.attach("machine", lambda: machine, told.append, slow)
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE)
    machine.says = SILENT
    assert eventually(lambda: machine.diary.count("open") > 1)
    machine.says = ONLINE
    beats = machine.diary.count("beat")
    assert eventually(lambda: machine.diary.count("beat") > beats + 3)
    assert [status.device for status in told] == [DeviceState.ONLINE]


def test_a_job_runs_on_the_devices_own_thread_and_the_device_is_looked_at_after_it(supervisor: Supervisor) -> None:
    machine, heard, threads = Machine(), list[str](), list[str]()
    worker = attach(supervisor, machine)
    assert job(worker, lambda device: threads.append(threading.current_thread().name), heard)
    assert eventually(lambda: heard == ["done"])
    assert threads == ["device-machine"]


def test_a_job_waits_for_a_lost_device_and_is_refused_with_the_reason(supervisor: Supervisor) -> None:
    machine, heard = Machine(), list[str]()
    machine.says = SILENT
    worker = attach(supervisor, machine)
    assert job(worker, lambda device: None, heard)
    assert eventually(lambda: heard == ["silent"])


def test_no_more_jobs_wait_than_the_queue_holds(supervisor: Supervisor) -> None:
    gate, heard = Gate(), list[str]()
    worker = attach(supervisor, Machine())
    job(worker, gate.hang, heard)
    assert gate.reached.wait(10)
    assert [job(worker, lambda device: None, heard) for _ in range(4)] == [True, True, False, False]
    gate.open()
    assert eventually(lambda: heard == ["done"] * 3)


def test_a_call_that_hangs_is_given_up_and_another_thread_goes_on(supervisor: Supervisor, log: Diary) -> None:
    hung, fresh, gate, told = Machine(), Machine(), Gate(), list[DeviceStatus]()
    hung.during = gate.hang
    worker = attach(supervisor, hung, fresh, told=told)
    assert eventually(lambda: fresh.diary.count("beat") > 2)
    assert "interrupt" in hung.diary
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE)
    assert (DeviceState.HARDWARE_ERROR, "hung") in [(status.device, status.reason) for status in told]
    assert "device_hung" in log.events
    gate.open()
    assert eventually(lambda: hung.diary[-1] == "close")


def test_a_job_that_hangs_is_told_lost_once(supervisor: Supervisor) -> None:
    hung, fresh, gate, heard = Machine(), Machine(), Gate(), list[str]()
    worker = attach(supervisor, hung, fresh)
    job(worker, gate.hang, heard, limit_s=0.1)
    assert eventually(lambda: heard == ["lost"])
    assert eventually(lambda: "beat" in fresh.diary)
    gate.open()


def test_a_device_that_hangs_again_and_again_is_out_of_service_until_a_call_returns(supervisor: Supervisor) -> None:
    gate, heard = Gate(), list[str]()
    machine = Machine()
    machine.during = gate.hang
    worker = attach(supervisor, machine)
    assert eventually(lambda: worker.status().reason == "out_of_service:hung")
    assert not job(worker, lambda device: None, heard)
    gate.open()
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE)
    assert eventually(lambda: job(worker, lambda device: None, heard))
    assert eventually(lambda: heard == ["done"])


def test_shutting_down_takes_less_than_two_seconds_whatever_hangs() -> None:
    supervisor, gate = Supervisor(), Gate()
    machine = Machine()
    machine.during = gate.hang
    attach(supervisor, machine)
    assert eventually(lambda: "beat" in machine.diary)
    begun = time.monotonic()
    assert supervisor.close() == ("machine",)
    assert time.monotonic() - begun < 2.5  # what a busy machine adds to its own word:
    assert CLOSE_S + LAST_SAVE_S < 2.0
    gate.open()


def test_what_still_waits_at_the_end_is_refused_as_closed(supervisor: Supervisor) -> None:
    gate, heard = Gate(), list[str]()
    worker = attach(supervisor, Machine())
    job(worker, gate.hang, heard)
    assert gate.reached.wait(10)
    job(worker, lambda device: None, heard)
    worker.stop()
    assert heard == ["closed"]
    gate.open()
    assert not job(worker, lambda device: None, heard)


def test_the_power_step_is_taken_only_when_everything_else_failed(supervisor: Supervisor) -> None:
    machine, switched = Machine(), list[int]()
    machine.says = SILENT

    def power() -> bool:
        switched.append(machine.diary.count("reset"))
        machine.says = ONLINE
        return True

    worker = supervisor.attach("machine", lambda: machine, lambda status: None, QUICK, power)
    assert eventually(lambda: worker.status().device is DeviceState.ONLINE)
    assert switched == [1]


def test_the_first_answer_is_the_only_one() -> None:
    heard: list[int] = []
    once = Once(heard.append)
    once(1)
    once(2)
    assert heard == [1]


def test_a_poke_ends_a_wait_and_is_not_kept_twice() -> None:
    orders: Orders[Machine] = Orders(1)
    orders.poke()
    orders.poke()
    begun = time.monotonic()
    assert orders.wait(begun + 30) is None
    assert orders.wait(begun + 0.05) is None
    assert 0.04 < time.monotonic() - begun < 20


def test_watchers_hear_only_what_changed_with_since_and_reason(supervisor: Supervisor) -> None:
    machine, heard = Machine(), list[StatusChange]()
    supervisor.watch(heard.append)
    supervisor.attach("printer", lambda: machine, lambda status: None, QUICK)
    assert eventually(lambda: heard)
    assert (heard[0].name, dict(heard[0].changed), heard[0].reason) == ("printer", {"device": "online"}, "")
    machine.says = DeviceStatus(DeviceState.ONLINE, "near_end", paper=Paper.LOW, details=(("stacker", "high"),))
    assert eventually(lambda: len(heard) == 2)
    assert dict(heard[1].changed) == {"reason": "near_end", "paper": "low", "stacker": "high"}
    assert (heard[1].reason, heard[1].since_ms >= heard[0].since_ms) == ("near_end", True)
    machine.says = DeviceStatus(DeviceState.ONLINE, paper=Paper.LOW)
    assert eventually(lambda: len(heard) == 3)
    assert dict(heard[2].changed) == {"reason": "", "stacker": "notSupported"}


def test_what_a_device_goes_through_is_counted_and_kept_at_the_end(log: Diary, tmp_path: Path) -> None:
    file = tmp_path / "device-counters.json"
    supervisor, machine = Supervisor(log, DeviceCounters(file)), Machine()
    machine.says = SILENT
    supervisor.attach("reader", lambda: machine, lambda status: None, QUICK)
    assert eventually(lambda: supervisor.counters.of("reader").get("reset", 0) >= 1)
    machine.says = ONLINE
    assert eventually(lambda: supervisor.counters.of("reader").get("opened", 0) >= 1)
    assert supervisor.close() == ()
    assert eventually(lambda: DeviceCounters(file).of("reader").get("opened", 0) >= 1)


class Player:
    """A device that keeps its own deadlines."""

    name = "speaker"

    def __init__(self) -> None:
        self.tell: Callable[[DeviceStatus], None] = lambda status: None
        self.stopped = False

    def status(self) -> DeviceStatus:
        return ONLINE

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        self.tell = on_status

    def stop(self) -> None:
        self.stopped = True

    def join(self, limit_s: float) -> bool:
        return False


def test_an_adopted_device_is_told_of_and_ended_with_the_others(log: Diary) -> None:
    supervisor, player, heard = Supervisor(log), Player(), list[StatusChange]()
    supervisor.watch(heard.append)
    supervisor.adopt(player)
    player.tell(DeviceStatus(DeviceState.NO_DEVICE, "no_card"))
    assert [(one.name, dict(one.changed)) for one in heard] == [
        ("speaker", {"device": "noDevice", "reason": "no_card"})
    ]
    assert supervisor.statuses() == {"speaker": ONLINE}
    assert supervisor.close(0.1) == ("speaker",)
    assert player.stopped
