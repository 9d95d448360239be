"""The cameras that are handed out: page calls on one side, the supervised devices on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drivers.camera.device import CameraDevice, Care, failure_of
from drivers.camera.looks import Looks, Outcome
from drivers.camera.orders import Ask
from drivers.serial_link import LinkFault
from drivers.wishes import Listeners, Refusals
from kiosk.operation.device_orders import Job, Once
from kiosk.operation.device_turn import Limits
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.camera import CameraFailure, Frame, Lens, Picture
from kiosk.ports.devices.code_scanner import ScanFailure

NAMES: Mapping[Lens, str] = {Lens.DOCUMENT: "camera", Lens.FACE: "face-camera"}
REFUSALS = Refusals(ScanFailure.SCANNER_GONE, ScanFailure.SCANNER_SILENT, ScanFailure.SCANNER_FAULT)
WORST = (DeviceState.HARDWARE_ERROR, DeviceState.NO_DEVICE, DeviceState.OFFLINE, DeviceState.STARTING)
ANSWER_S = 20.0  # far beyond the device's own limits together

Done = Callable[[Picture | CameraFailure], None]


@dataclass(frozen=True, slots=True)
class Means:
    """What a camera is made of. `poll_s`: seconds between two looks at it; `power` switches its USB port."""

    where: Callable[[], str | LinkFault]
    care: Care
    poll_s: float = 0.25
    debounce_s: float = 1.5
    power: Callable[[], bool] | None = None


class HallCamera:
    """A Camera (see kiosk.ports.devices.camera). Listeners and `done` are called on the device's own thread."""

    def __init__(self, supervisor: Supervisor, name: str, means: Means) -> None:
        self.looks = Looks()
        self._listeners = Listeners[DeviceStatus]()
        counters = supervisor.counters
        self._worker = supervisor.attach(
            name,
            lambda: CameraDevice(means.where, self.looks, means.care, lambda word: counters.add(name, word)),
            self._told,
            Limits(beat_every_s=means.poll_s, debounce_s=means.debounce_s, open_s=means.care.first_s + 4.0),
            means.power,
        )

    def status(self) -> DeviceStatus:
        return self._worker.status()

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        self._listeners.add(on_status)

    def wake(self) -> None:
        self.looks.come()
        self._worker.poke()

    def let_go(self) -> None:
        self.looks.go()

    def frame(self, after: int = 0) -> Frame | None:
        return self.looks.frame(after)

    def snapshot(self, done: Done) -> None:
        self._ask(Ask.SNAPSHOT, done)

    def page(self, done: Done) -> None:
        self._ask(Ask.PAGE, done)

    def close(self) -> None:
        self._worker.stop()
        self._worker.join(1.0)
        self.looks.codes.answer(ScanFailure.SCANNER_GONE)

    def poke(self) -> None:
        self._worker.poke()

    def _ask(self, what: Ask, done: Done) -> None:
        once = Once(done)
        job: Job[CameraDevice] = Job(
            work=lambda device: once(device.picture(what)),
            refused=lambda status: once(failure_of(status)),
            lost=lambda: once(CameraFailure.CAMERA_SILENT),
            limit_s=ANSWER_S,
        )
        if not self._worker.submit(job):
            once(CameraFailure.BUSY)

    def _told(self, status: DeviceStatus) -> None:
        failure = REFUSALS.of(status)
        if failure is not None:
            self.looks.codes.answer(failure)
        self._listeners(status)


class CameraCodes:
    """A CodeScanner (see kiosk.ports.devices.code_scanner) that is a camera: it looks while somebody waits for a
    code.
    """

    def __init__(self, camera: HallCamera) -> None:
        self._camera = camera

    def status(self) -> DeviceStatus:
        own = self._camera.status()
        looks = "on" if self._camera.looks.codes.pending else "off"
        words = {"ok": looks, "inoperative": "inoperative"}
        scanner = words.get(own.detail("camera"), "unknown")
        return DeviceStatus(own.device, own.reason, own.since_ms, details=(("scanner", scanner),))

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        self._camera.watch(lambda status: on_status(self.status()))

    def read(self, done: Callable[[Outcome], None]) -> None:
        codes = self._camera.looks.codes
        codes.lay_down(done)
        failure = REFUSALS.of(self._camera.status())
        if failure is not None:
            codes.answer(failure)
        self._camera.poke()

    def cancel(self) -> None:
        self._camera.looks.codes.take_back()
        self._camera.poke()

    def close(self) -> None:
        """The camera goes on for those who look through it."""
        self.cancel()


class Cameras:
    """What stands at `devices["camera"]`: one or both lenses, and the one that reads codes."""

    def __init__(self, lenses: Mapping[Lens, HallCamera], codes: Lens | None = None) -> None:
        self._lenses = dict(lenses)
        reading = self._lenses.get(codes) if codes is not None else None
        self.codes = CameraCodes(reading) if reading is not None else None

    @property
    def document(self) -> HallCamera | None:
        return self._lenses.get(Lens.DOCUMENT)

    @property
    def face(self) -> HallCamera | None:
        return self._lenses.get(Lens.FACE)

    def status(self) -> DeviceStatus:
        """The worst of them."""
        each = [one.status() for one in self._lenses.values()]
        return next((status for state in WORST for status in each if status.device is state), each[0])

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        for one in self._lenses.values():
            one.watch(lambda status: on_status(self.status()))

    def close(self) -> None:
        for one in self._lenses.values():
            one.close()
