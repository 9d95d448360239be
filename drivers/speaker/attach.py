"""From configuration to a Speaker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from drivers.attaching import Surroundings
from drivers.speaker.device import HallSpeaker
from drivers.speaker.mixer import MixerSettings
from drivers.speaker.opening import VoiceSettings, open_speaker
from drivers.speaker.settings import Settings
from kiosk.domain.calendar import CHINA
from kiosk.operation.configuration.device_tables import NONE


def attach(settings: Settings, around: Surroundings) -> HallSpeaker:
    wanted = VoiceSettings(
        device=settings.device,
        clips=settings.engine in ("auto", "clips"),
        synthesis=settings.engine != "clips",
        gain=loudness(settings, lambda: datetime.now(CHINA).time()),
        longest_queue=around.configuration.limits.voice_queue,
        record_to=around.keep_sound,
        mixer=mixer_of(settings),
    )
    speaker = open_speaker(wanted, around.log, silent=settings.silent)
    around.supervisor.adopt(speaker)
    return speaker


def mixer_of(settings: Settings) -> MixerSettings | None:
    if settings.mixer == NONE:
        return None
    control = "" if settings.mixer_control == NONE else settings.mixer_control
    return MixerSettings(settings.mixer, control, settings.mixer_percent)


def loudness(settings: Settings, now: Callable[[], time]) -> Callable[[], float]:
    """0 to 1 for the hour that `now` tells: by night the hall speaks lower."""
    begins, ends = (time.fromisoformat(text) for text in (settings.night_from, settings.night_until))

    def gain() -> float:
        hour = now()
        night = begins <= hour or hour < ends if begins > ends else begins <= hour < ends
        return (settings.night_volume if night else settings.volume) / 100

    return gain
