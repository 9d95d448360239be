"""What the configuration says about the voice."""

from __future__ import annotations

from typing import ClassVar, Literal

from kiosk.operation.configuration.device_tables import DeviceTable
from kiosk.operation.configuration.keys import choice, text, whole
from kiosk.operation.configuration.places import CLOCK, CLOCK_FORM


class Settings(DeviceTable):
    """The voice of the hall's calls."""

    AT: ClassVar[frozenset[str]] = frozenset({"terminal", "board"})

    device: str = text("default", "ALSA's name of the sound device.")
    engine: Literal["auto", "clips", "espeak-ng", "silent"] = choice(
        "auto", "Recorded clips, the espeak-ng synthesizer, or whichever of the two is there; silent: no voice."
    )
    mixer: str = text("none", "ALSA's name of the mixer that feels a headset's plug; none: it is not asked.")
    mixer_control: str = text("none", "Its control that goes back after every visit; none: it is left as it is.")
    mixer_percent: int = whole(100, 0, 100, "percent", "Where that control goes back to.")
    volume: int = whole(80, 0, 100, "percent", "Loudness of calls by day.")
    night_volume: int = whole(40, 0, 100, "percent", "Loudness of calls by night.")
    night_from: str = text("22:00", "When the night begins.", form=CLOCK_FORM, pattern=CLOCK)
    night_until: str = text("06:00", "When the night ends.", form=CLOCK_FORM, pattern=CLOCK)

    @property
    def silent(self) -> bool:
        """Somebody decided that this machine has no voice."""
        return self.engine == "silent"
