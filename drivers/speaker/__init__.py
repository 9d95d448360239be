"""The hall's voice: `open_speaker` is what main.py needs."""

from __future__ import annotations

from drivers.speaker.announcer import Announcer, VoiceSettings
from drivers.speaker.player import NoSound
from kiosk.ports.devices import Speaker
from kiosk.ports.log import Log

__all__ = ["VoiceSettings", "open_speaker"]


def open_speaker(settings: VoiceSettings, log: Log | None = None, *, silent: bool = False) -> Speaker:
    """A voice on ALSA. Safe without a sound card: its status says so after the first announcement."""
    return Announcer(settings, log, NoSound() if silent else None)
