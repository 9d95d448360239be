"""Puts a voice together from its settings: clips, synthesis, and where the sound comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drivers.speaker.clip_shelf import FOLDER, ClipShelf
from drivers.speaker.device import HallSpeaker
from drivers.speaker.mixer import Mixer, MixerSettings
from drivers.speaker.player import AlsaOutlet, Outlet, SilentOutlet, VirtualOutlet
from drivers.speaker.recorder import Recorder
from drivers.speaker.rendering import Rendering, Synthesize
from drivers.speaker.synthesis import Synthesis, SynthesisFailure
from kiosk.ports.log import Log, NoLog

VIRTUAL = "virtual"  # the device whose far end is a folder of wave files


def _full() -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """`device` is ALSA's name, or `virtual`: then `record_to` is the loudspeaker and `pace` how long a second lasts.

    `gain` answers 0 to 1 for the present hour. Without `clips` espeak-ng says everything, without
    `synthesis` only what has a clip is said. `slowness` over 1 is the
    elder mode's pace. `record_to` keeps every wave, whether or not it is heard. `player` stands for aplay in tests.
    """

    device: str = "default"
    clips: bool = True
    synthesis: bool = True
    gain: Callable[[], float] = _full
    slowness: float = 1.0
    longest_queue: int = 64
    record_to: Path | None = None
    pace: float = 1.0
    clip_folder: Path = FOLDER
    engine: Synthesis = field(default_factory=Synthesis)
    player: Sequence[str] = ()
    mixer: MixerSettings | None = None  # None: the card's mixer is neither asked nor touched


def open_speaker(settings: VoiceSettings, log: Log | None = None, *, silent: bool = False) -> HallSpeaker:
    """A voice. Safe without a sound card, aplay or espeak-ng: its status says so, and it comes back by itself."""
    shelf = ClipShelf(settings.clip_folder)
    return HallSpeaker(
        Rendering(
            shelf,
            _synthesize(settings),
            use_clips=settings.clips,
        ),
        _outlet(settings, silent),
        settings.gain,
        log or NoLog(),
        longest_queue=settings.longest_queue,
        slow=settings.slowness > 1,
        recorder=Recorder(settings.record_to) if settings.record_to else None,
        mixer=Mixer(settings.mixer) if settings.mixer and not silent else None,
        at_the_end=settings.engine.close,
    )


def _synthesize(settings: VoiceSettings) -> Synthesize:
    def said(language: str, text: str, slow: bool) -> bytes | SynthesisFailure:
        return settings.engine.samples(language, text, slow=slow) if settings.synthesis else SynthesisFailure.NOT_WANTED

    return said


def _outlet(settings: VoiceSettings, silent: bool) -> Outlet:
    if silent:
        return SilentOutlet()
    if settings.device == VIRTUAL and settings.record_to:
        return VirtualOutlet(settings.pace)
    return AlsaOutlet(settings.device, settings.player)
