"""A camera as the supervisor sees it: asleep while nobody looks, a child process while somebody does.

Asleep it is believed to work for as long as it was proved not long ago and its place is still there. Awake it is
judged by its frames alone: their clock standing still is silence, the same picture again and again is a camera that
is frozen. Each rung of the ladder that reopens or resets ends the child and starts another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from drivers.camera.eye import Eye, Opening
from drivers.camera.looks import Looks
from drivers.camera.messages import Message
from drivers.camera.orders import Ask, End, Orders, Tell
from drivers.camera.ring import Same
from drivers.code_text import text_of
from drivers.serial_link import LinkFault
from kiosk.ports.devices import DeviceState, DeviceStatus
from kiosk.ports.devices.camera import CameraFailure, CameraState, Picture, PictureWarning
from kiosk.ports.devices.code_scanner import Scan, ScanFailure, Symbology

SLICE_S = 0.05
NO_FRAMES = "silent"
FROZEN = "frozen"

_STATES = {
    End.NOT_A_CAMERA: DeviceState.NO_DEVICE,
    End.NOT_OPENED: DeviceState.NO_DEVICE,
    End.NOT_ALLOWED: DeviceState.NO_DEVICE,
    End.SPOILT: DeviceState.HARDWARE_ERROR,
}


@dataclass(frozen=True, slots=True)
class Care:
    """Times in seconds. `still`: the same picture for so long is a fault; `linger`: after the last looker has gone;
    `prove`: how often a sleeping camera is tried, 0: only when it is opened; `rest`: between two looks at its plug
    while it sleeps. `settle`: frames before a still
    picture.
    """

    orders: Orders = field(default_factory=lambda: Orders(""))
    first_s: float = 6.0
    silent_s: float = 2.0
    still_s: float = 3.0
    linger_s: float = 4.0
    prove_s: float = 1800.0
    rest_s: float = 1.0
    answer_s: float = 8.0
    listen_s: float = 0.2
    settle: int = 4


class CameraDevice:
    """Runs on the worker's thread; `interrupt` alone may come from another. `count` hears what was done."""

    def __init__(
        self,
        where: Callable[[], str | LinkFault],
        looks: Looks,
        care: Care,
        count: Callable[[str], None] = lambda word: None,
        opening: Opening = Eye,
    ) -> None:
        self._where, self._looks, self._care, self._count, self._opening = where, looks, care, count, opening
        self._eye: Eye | None = None
        self._interrupted = threading.Event()
        self._sequence = self._asked = self._looking_for = 0
        self._same = Same()
        self._proved_s: float | None = None
        self._wanted_s = 0.0

    def open(self) -> DeviceStatus:
        """Its first frame proves what it is."""
        self._interrupted.clear()
        return self._woken()

    def reset(self) -> DeviceStatus:
        self.close()
        return self.open()

    def close(self) -> None:
        self._end()
        self._proved_s = None

    def interrupt(self) -> None:
        self._interrupted.set()
        eye = self._eye
        if eye is not None:
            eye.kill()

    def beat(self) -> DeviceStatus:
        if self._eye is None:
            return self._woken() if self._looks.wanted or self._due else self._asleep()
        self._mind_codes()
        self._heed(self._care.listen_s if self._looks.codes.pending else 0.0)
        status = self._judged()
        if self._looks.wanted:
            self._wanted_s = time.monotonic()
        elif status.device is DeviceState.ONLINE and time.monotonic() - self._wanted_s >= self._care.linger_s:
            self._end()
        return status

    @property
    def rest_s(self) -> float:
        return self._care.rest_s if self._eye is None and not self._looks.wanted else 0.0

    def picture(self, what: Ask) -> Picture | CameraFailure:
        """A SNAPSHOT or a PAGE, of a frame that came after this call and after the camera had found its light."""
        status = self._woken() if self._eye is None else self._judged()
        if status.device is not DeviceState.ONLINE or self._eye is None:
            return failure_of(status)
        self._wanted_s = time.monotonic()
        self._asked += 1
        self._eye.ask(what, number=self._asked, after=max(self._sequence, self._settled))
        return self._awaited_picture(time.monotonic() + self._care.answer_s)

    # --- asleep and awake ---

    @property
    def _due(self) -> bool:
        """Whether its last proof is too old, or there is none."""
        if self._proved_s is None:
            return True
        return 0 < self._care.prove_s <= time.monotonic() - self._proved_s

    def _asleep(self) -> DeviceStatus:
        found = self._where()
        if isinstance(found, LinkFault):
            self._proved_s = None
            return _lost(found)
        return _well()

    def _woken(self) -> DeviceStatus:
        found = self._where()
        if isinstance(found, LinkFault):
            return _lost(found)
        self._end()
        self._settled = self._sequence + self._care.settle
        same = self._same
        orders = replace(self._care.orders, source=found, first=self._sequence)
        self._eye = eye = self._opening(replace(orders, digest=same.digest, same_since_ns=same.since_ns))
        if self._interrupted.is_set():
            eye.kill()  # the interrupt came while it was started
        self._count("woken")
        return self._first_frame(eye, time.monotonic() + self._care.first_s)

    def _first_frame(self, eye: Eye, end_s: float) -> DeviceStatus:
        while eye.reader.seen() is None and not eye.ended and time.monotonic() < end_s:
            self._heed(SLICE_S)
        self._wanted_s = time.monotonic()
        return self._judged()

    def _end(self) -> None:
        eye, self._eye = self._eye, None
        self._looks.show(None)
        self._looking_for = 0
        if eye is not None:
            eye.close()

    # --- judging ---

    def _judged(self) -> DeviceStatus:
        eye = self._eye
        if eye is None:
            return _unwell(DeviceState.OFFLINE, NO_FRAMES)
        if eye.ended:
            return self._over(eye.ended)
        seen = eye.reader.seen()
        if seen is None:
            return self._mute()
        self._sequence, self._same = seen.sequence, seen.same
        now_ns = time.monotonic_ns()
        if now_ns - seen.taken_ns > self._care.silent_s * 1e9:
            return self._mute()
        if seen.taken_ns - seen.same_since_ns > self._care.still_s * 1e9:
            self._count(FROZEN)
            self._looks.show(None)
            return _unwell(DeviceState.HARDWARE_ERROR, FROZEN)
        self._proved_s = time.monotonic()
        self._looks.show(eye.reader)
        return _well()

    def _mute(self) -> DeviceStatus:
        """It lives and shows nothing: whoever looks sees nothing rather than an old picture."""
        self._looks.show(None)
        self._proved_s = None
        return _unwell(DeviceState.OFFLINE, NO_FRAMES)

    def _over(self, reason: str) -> DeviceStatus:
        """The child has ended by itself; the next beat starts another. A camera that is no longer there is gone."""
        self._end()
        self._proved_s = None
        found = self._where()
        if isinstance(found, LinkFault):
            return _lost(found if reason in (End.NOT_OPENED, End.NOT_ALLOWED) else LinkFault.GONE)
        self._count("ended")
        state = next((state for end, state in _STATES.items() if end == reason), DeviceState.OFFLINE)
        return _unwell(state, reason)

    # --- talking ---

    def _heed(self, limit_s: float) -> Message | None:
        """Codes are handed on; an answer about a picture is given back."""
        answer = None
        for message in self._eye.hear(limit_s) if self._eye is not None else ():
            if message.word == Tell.CODE:
                self._code(message)
            elif message.number("number") == self._asked:
                answer = message
        return answer

    def _mind_codes(self) -> None:
        wish = self._looks.codes
        wanted = wish.number if wish.pending else 0
        if self._eye is None or wanted == self._looking_for:
            return
        self._looking_for = wanted
        self._eye.ask(Ask.CODES if wanted else Ask.NO_CODES, number=wanted)

    def _code(self, message: Message) -> None:
        text, kind = text_of(message.payload), message.text("symbology")
        symbology = Symbology(kind) if kind in list(Symbology) else Symbology.UNKNOWN
        outcome = ScanFailure.NOT_TEXT if text is None else Scan(text, symbology)
        self._looking_for = 0
        self._count("codes" if self._looks.codes.answer(outcome, message.number("number")) else "unasked")

    def _awaited_picture(self, end_s: float) -> Picture | CameraFailure:
        while self._eye is not None and not self._eye.ended and not self._interrupted.is_set():
            answer = self._heed(SLICE_S)
            if answer is not None:
                self._count("pictures")
                return picture_of(answer)
            if time.monotonic() >= end_s:
                break
        return CameraFailure.CAMERA_SILENT


def picture_of(answer: Message) -> Picture | CameraFailure:
    """What a child says about a picture is believed only as far as it can be one."""
    if answer.word != Tell.PICTURE:
        reason = answer.text("reason")
        return CameraFailure(reason) if reason in list(CameraFailure) else CameraFailure.CAMERA_FAULT
    told = answer.facts.get("warnings")
    warnings = tuple(one for one in PictureWarning if isinstance(told, list) and one in told)
    width, height = answer.number("width"), answer.number("height")
    if not width or not height or not answer.payload.startswith(b"\xff\xd8"):
        return CameraFailure.CAMERA_FAULT
    return Picture(answer.number("sequence"), answer.number("taken_ns"), width, height, answer.payload, warnings)


def failure_of(status: DeviceStatus) -> CameraFailure:
    match status.device:
        case DeviceState.NO_DEVICE:
            return CameraFailure.CAMERA_GONE
        case DeviceState.HARDWARE_ERROR:
            return CameraFailure.CAMERA_FAULT
        case _:
            return CameraFailure.CAMERA_SILENT


def _well() -> DeviceStatus:
    return DeviceStatus(DeviceState.ONLINE, details=(("camera", CameraState.OK.value),))


def _unwell(state: DeviceState, reason: str) -> DeviceStatus:
    return DeviceStatus(state, reason, details=(("camera", CameraState.INOPERATIVE.value),))


def _lost(fault: LinkFault) -> DeviceStatus:
    return DeviceStatus(fault.state, fault.value, details=(("camera", CameraState.UNKNOWN.value),))
