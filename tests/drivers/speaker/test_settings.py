"""The configuration's word about the voice: how loud at which hour, and which mixer goes back after a visit."""

from __future__ import annotations

from datetime import time

import pytest

from drivers.speaker.attach import loudness, mixer_of
from drivers.speaker.mixer import MixerSettings
from drivers.speaker.settings import Settings


def voice(**wanted: object) -> Settings:
    return Settings.model_validate(wanted)


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "loud"),
    [
        ("22:00", "06:00", time(21, 59), 0.8),
        ("22:00", "06:00", time(22, 0), 0.4),
        ("22:00", "06:00", time(3, 0), 0.4),
        ("22:00", "06:00", time(6, 0), 0.8),
        ("00:30", "05:00", time(0, 29), 0.8),
        ("00:30", "05:00", time(4, 59), 0.4),
        ("00:30", "05:00", time(5, 0), 0.8),
    ],
)
def test_by_night_a_hall_speaks_lower(begins: str, ends: str, hour: time, loud: float) -> None:
    wanted = voice(volume=80, night_volume=40, night_from=begins, night_until=ends)
    assert loudness(wanted, lambda: hour)() == loud


def test_a_mixer_is_asked_only_where_one_is_named_and_set_only_where_a_control_is() -> None:
    assert mixer_of(voice()) is None
    assert mixer_of(voice(mixer="hw:0")) == MixerSettings("hw:0", "", 100)
    assert mixer_of(voice(mixer="hw:0", mixer_control="Master", mixer_percent=70)) == MixerSettings(
        "hw:0", "Master", 70
    )
