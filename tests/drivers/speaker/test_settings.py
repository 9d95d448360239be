"""The configuration's word about the voice: how loud at which hour, and which mixer goes back after a visit."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from drivers.attaching import Surroundings
from drivers.device_classes import schema
from drivers.speaker.attach import attach, loudness, mixer_of
from drivers.speaker.mixer import Headset, MixerSettings
from drivers.speaker.settings import Settings
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.log import NoLog
from tests.drivers.speaker.voices import until


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


def test_a_mixer_that_is_named_is_asked_by_the_terminals_voice(tmp_path: Path) -> None:
    supervisor = Supervisor()
    around = Surroundings(schema()(), StateFolder(tmp_path).make(), supervisor, NoLog())
    speaker = attach(voice(device="null", engine="clips", mixer="hw:NoSuchCard"), around)
    until(lambda: speaker.status().detail("headset") == Headset.UNKNOWN)
    assert supervisor.close() == ()
