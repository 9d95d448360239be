"""The hall's voice: announcements one after the other, none lost, none overlapping; each one gapless wave file."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from drivers.speaker.mixer import Headset, Mixer
from drivers.speaker.player import Heard, Outlet
from drivers.speaker.recorder import Recorder
from drivers.speaker.rendering import Rendered, Rendering
from drivers.speaker.synthesis import SynthesisFailure
from drivers.speaker.waves import seconds, silence, wave_file
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from kiosk.ports.log import Log

TRIES = 3  # for a player that died or a card that is busy; then the announcement has failed
AGAIN_S = 0.5
PROBE_MS = 20  # of silence: opening the card is the proof
CLOSE_S = 2.0
STEP = 1.41  # 3 dB
STEPS = 3
HEADSET, MIXER = "headset", "mixer"

Done = Callable[[SpeechOutcome], None]

_WORTH_ANOTHER = (Heard.DIED, Heard.CARD_BUSY)
_OUTCOMES = {Heard.HEARD: SpeechOutcome.SPOKEN} | dict.fromkeys(
    (Heard.NO_PLAYER, Heard.NO_CARD, Heard.SILENT), SpeechOutcome.NO_DEVICE
)
_STATES = {
    SpeechOutcome.SPOKEN: DeviceState.ONLINE,
    SpeechOutcome.NO_DEVICE: DeviceState.NO_DEVICE,
    SpeechOutcome.FAILED: DeviceState.HARDWARE_ERROR,
}


@dataclass(slots=True)
class _Order:
    announcement: Announcement
    slow: bool
    told: list[Done] = field(default_factory=list)
    hushed: threading.Event = field(default_factory=threading.Event)


class HallSpeaker:
    """Implements the Speaker port. `say` returns at once; `done` is called exactly once, on the speaker's own thread
    (at once on the caller's when the announcement is refused).

    Its work is done by processes that are ended when they are late, so the supervisor adopts it as it is. The same
    announcement, while it still waits or sounds, is not said a second time: both are told how it ended.
    """

    name = "speaker"

    def __init__(
        self, rendering: Rendering, outlet: Outlet, gain: Callable[[], float], log: Log,
        *, longest_queue: int = 64, slow: bool = False, recorder: Recorder | None = None, mixer: Mixer | None = None,
        at_the_end: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """`at_the_end` ends what is being synthesized, from any thread."""
        self._rendering, self._outlet, self._gain, self._log = rendering, outlet, gain, log
        self._longest_queue, self._slow, self._recorder, self._mixer = longest_queue, slow, recorder, mixer
        self._at_the_end = at_the_end
        self._usual_pace, self._steps, self._over = slow, 0, mixer is not None
        self._changed = threading.Condition()
        self._waiting: deque[_Order] = deque()
        self._sounding: _Order | None = None
        self._closed, self._ending = False, threading.Event()
        self._status = DeviceStatus(DeviceState.STARTING)
        self._listeners: list[Callable[[DeviceStatus], None]] = []
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def status(self) -> DeviceStatus:
        """What the last announcement showed, or at first a moment of silence; `queue_full` while calls are refused."""
        return self._status

    def watch(self, on_status: Callable[[DeviceStatus], None]) -> None:
        """Told of every change on the speaker's own thread."""
        self._listeners.append(on_status)

    def speak_slowly(self, slow: bool) -> None:
        """The elder mode's pace, a fifth slower, for what is said from now on."""
        self._slow = slow

    def say(self, announcement: Announcement, done: Done | None = None) -> None:
        """FAILED, told at once, when too many wait: a hall would hear old calls for minutes."""
        if self._queued(announcement, [done] if done else []):
            return
        if not self._closed:
            self._know(DeviceStatus(self._status.device, "queue_full"))
            self._log.event("voice_queue_full")
        self._tell([done] if done else [], SpeechOutcome.FAILED)

    def hush(self) -> None:
        with self._changed:
            for order in (*self._waiting, *([self._sounding] if self._sounding else [])):
                order.hushed.set()
        self._outlet.stop()

    def louder(self) -> None:
        self._steps = min(STEPS, self._steps + 1)

    def begin_again(self) -> None:
        with self._changed:
            self._slow, self._steps, self._over = self._usual_pace, 0, True
            self._changed.notify_all()

    def close(self) -> None:
        """Stops at once; what still waits is told FAILED."""
        self.stop()
        self.join(CLOSE_S)

    def stop(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._ending.set()
        self.hush()
        self._at_the_end()
        if self._mixer is not None:
            self._mixer.close()

    def join(self, limit_s: float) -> bool:
        if threading.current_thread() is not self._thread:
            self._thread.join(limit_s)
        return not self._thread.is_alive()

    def _queued(self, announcement: Announcement, told: list[Done]) -> bool:
        with self._changed:
            for order in (*self._waiting, *([self._sounding] if self._sounding else [])):
                if order.announcement == announcement and not order.hushed.is_set():
                    order.told += told
                    return True
            if self._closed or len(self._waiting) >= self._longest_queue:
                return False
            self._waiting.append(_Order(announcement, self._slow or announcement.slow, told))
            self._changed.notify_all()
            return True

    # --- the speaker's own thread ---

    def _run(self) -> None:
        self._safely(self._prove)
        while order := self._next():
            outcome = SpeechOutcome.FAILED
            try:
                if not order.hushed.is_set():
                    outcome = self._spoken(order)
            except Exception as mistake:  # the voice goes on: the next call must be heard
                self._log.bug("voice", mistake)
            with self._changed:
                self._sounding = None
            self._tell(order.told, outcome)

    def _prove(self) -> None:
        self._learn(self._outlet.play(wave_file([silence(PROBE_MS)]), PROBE_MS / 1000, self._ending))

    def _safely(self, call: Callable[[], None]) -> None:
        """The voice goes on whoever stumbles: the next call must be heard."""
        try:
            call()
        except Exception as mistake:
            self._log.bug("voice", mistake)

    def _next(self) -> _Order | None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed or self._over)
                over, self._over = self._over and not self._closed, False
                if not over:
                    return self._taken()
            self._safely(self._restore)

    def _taken(self) -> _Order | None:
        self._sounding = self._waiting.popleft() if self._waiting else None
        if self._closed and self._sounding:
            self._sounding.hushed.set()
        return self._sounding

    def _restore(self) -> None:
        """Nobody waits for this, and no visitor hears it."""
        if self._mixer is not None:
            restored = self._mixer.restore()
            self._know(replace(self._status, details=_details(self._mixer.headset(), restored)))

    def _headset(self) -> Headset | None:
        """Asked before every announcement: a plug is pulled without a word."""
        if self._mixer is None:
            return None
        found = self._mixer.headset()
        restored = self._status.detail(MIXER) != Headset.UNKNOWN
        self._know(replace(self._status, details=_details(found, restored)))
        return found

    def _spoken(self, order: _Order) -> SpeechOutcome:
        said = order.announcement
        alone = self._headset() is Headset.PRESENT and said.alone
        rendered = self._rendering.render(said.alone if alone else said.text, slow=order.slow)
        if isinstance(rendered, SynthesisFailure) and self._closed:
            return SpeechOutcome.FAILED
        if isinstance(rendered, SynthesisFailure):
            self._play(self._rendering.attention(), order)
            self._know(DeviceStatus(DeviceState.HARDWARE_ERROR, rendered.value))
            return SpeechOutcome.FAILED
        return self._learn(self._play(rendered, order))

    def _play(self, rendered: Rendered, order: _Order) -> Heard:
        pcm = rendered.samples(order.announcement.times, min(1.0, self._gain() * STEP**self._steps))
        wave = wave_file([pcm])
        if self._recorder and not self._recorder.keep(wave):
            self._know(DeviceStatus(self._status.device, "recording_failed"))
        for _ in range(TRIES):
            heard = self._outlet.play(wave, seconds(pcm), order.hushed)
            if heard not in _WORTH_ANOTHER or order.hushed.wait(AGAIN_S):
                break
        return heard

    def _learn(self, heard: Heard) -> SpeechOutcome:
        """An interrupted announcement shows nothing about the device."""
        outcome = _OUTCOMES.get(heard, SpeechOutcome.FAILED)
        if heard is not Heard.HUSHED:
            self._know(DeviceStatus(_STATES[outcome], "" if heard is Heard.HEARD else heard.value))
        return outcome

    def _know(self, now: DeviceStatus) -> None:
        """What the mixer said stays unless `now` brings something newer."""
        was, details = self._status, now.details or self._status.details
        if (now.device, now.reason, details) == (was.device, was.reason, was.details):
            return
        self._status = DeviceStatus(now.device, now.reason, time.monotonic_ns() // 1_000_000, details=details)
        for listener in tuple(self._listeners):
            self._safely(partial(listener, self._status))
        if (now.device, now.reason) != (was.device, was.reason):
            self._log.event("voice_state", state=now.device.value, reason=now.reason or "none")

    def _tell(self, told: list[Done], outcome: SpeechOutcome) -> None:
        for done in told:
            self._safely(partial(done, outcome))


def _details(headset: Headset, restored: bool) -> tuple[tuple[str, str], ...]:
    return (HEADSET, headset.value), (MIXER, "set" if restored else Headset.UNKNOWN.value)
