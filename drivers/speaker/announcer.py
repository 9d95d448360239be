"""The hall's voice: announcements one after the other, none lost, none overlapping; each one gapless wave file."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from drivers.speaker.phrases import pieces
from drivers.speaker.player import Played, Player
from drivers.speaker.synthesis import SynthesisFailure, synthesize
from drivers.speaker.waves import louder, read_samples, seconds, silence, wave_file
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from kiosk.ports.log import Log, NoLog

CLIPS = Path(__file__).with_name("clips")
BETWEEN_MS = 600  # between the first saying and the second
AFTER_MS = 250
_KEPT = 64  # rendered texts that are kept in memory

Done = Callable[[SpeechOutcome], None]


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """`gain` answers 0 to 1 for the present hour; without `clips` the engine speaks; `record_to` keeps the waves."""

    device: str = "default"
    clips: bool = True
    gain: Callable[[], float] = lambda: 1.0
    slowness: float = 1.0
    longest_queue: int = 64
    record_to: Path | None = None


class Announcer:
    """Implements the Speaker port. `say` returns at once; `done` is called exactly once, on the announcer's thread."""

    def __init__(self, settings: VoiceSettings, log: Log | None = None, player: Player | None = None) -> None:
        self._settings, self._log = settings, log or NoLog()
        self._player = player or Player(settings.device)
        self._waiting: queue.Queue[tuple[Announcement, Done | None, int] | None] = queue.Queue()
        self._status = DeviceStatus(DeviceState.UNKNOWN)
        self._rendered: dict[str, bytes] = {}
        self._visit = 0
        self._said = 0
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def status(self) -> DeviceStatus:
        return self._status

    def say(self, announcement: Announcement, done: Done | None = None) -> None:
        """Refused (FAILED, told at once) when too many wait already: a hall would hear old calls for minutes."""
        if self._waiting.qsize() >= self._settings.longest_queue:
            self._log.event("voice_queue_full")
            _tell(done, SpeechOutcome.FAILED)
            return
        self._waiting.put((announcement, done, self._visit))

    def hush(self) -> None:
        self._visit += 1
        self._player.stop()

    def close(self) -> None:
        self._visit += 1
        self._waiting.put(None)
        self._player.stop()
        self._thread.join(2.0)

    def _run(self) -> None:
        while (wanted := self._waiting.get()) is not None:
            announcement, done, visit = wanted
            played = self._one(announcement) if visit == self._visit else Played(SpeechOutcome.FAILED, "stopped")
            self._learn(played)
            _tell(done, played.outcome)

    def _one(self, announcement: Announcement) -> Played:
        spoken = self._samples(announcement.text)
        if isinstance(spoken, SynthesisFailure):
            return Played(SpeechOutcome.FAILED, spoken.value)
        times = [spoken] + [silence(BETWEEN_MS) + spoken] * (announcement.times - 1)
        pcm = louder(b"".join(times) + silence(AFTER_MS), self._settings.gain())
        wave = wave_file([pcm])
        self._record(wave)
        return self._player.play(wave, seconds(pcm))

    def _samples(self, text: str) -> bytes | SynthesisFailure:
        if text in self._rendered:
            return self._rendered[text]
        made = self._from_clips(text) or synthesize(text, self._settings.slowness)
        if isinstance(made, bytes) and len(self._rendered) < _KEPT:
            self._rendered[text] = made
        return made

    def _from_clips(self, text: str) -> bytes | None:
        """None when one clip is missing: half a sentence in another voice would be worse than all of it."""
        found = pieces(text) if self._settings.clips else None
        if found is None:
            return None
        language, names = found
        folder = CLIPS / (f"{language}-slow" if self._settings.slowness > 1 else language)
        parts = [read_samples(folder / f"{name}.wav") for name in names]
        return b"".join(part for part in parts if part) if all(parts) else None

    def _record(self, wave: bytes) -> None:
        if self._settings.record_to is None:
            return
        self._said += 1
        self._settings.record_to.mkdir(parents=True, exist_ok=True)
        (self._settings.record_to / f"{self._said:04d}.wav").write_bytes(wave)

    def _learn(self, played: Played) -> None:
        """The status is what the last announcement showed; an interrupted one shows nothing."""
        if played.reason == "stopped":
            return
        state = _STATES[played.outcome]
        if (state, played.reason) != (self._status.device, self._status.reason):
            self._status = replace(
                self._status, device=state, reason=played.reason, since_ms=time.monotonic_ns() // 1_000_000
            )
            self._log.event("voice_state", state=state.value, reason=played.reason or "none")


_STATES = {
    SpeechOutcome.SPOKEN: DeviceState.ONLINE,
    SpeechOutcome.NO_DEVICE: DeviceState.NO_DEVICE,
    SpeechOutcome.FAILED: DeviceState.HARDWARE_ERROR,
}


def _tell(done: Done | None, outcome: SpeechOutcome) -> None:
    if done is not None:
        done(outcome)
