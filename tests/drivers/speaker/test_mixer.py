"""The card's mixer at the far end of a real process: a headset's plug, loudness going back, an amixer that fails."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.speaker.device import HallSpeaker
from drivers.speaker.mixer import LEFT_ALONE_S, Headset, Mixer, MixerSettings, headset_in
from drivers.speaker.opening import VIRTUAL, VoiceSettings, open_speaker
from kiosk.ports.devices import Announcement
from tests.drivers.speaker.voices import Ends, until, waves_in

FAKE = """
import sys, time
folder = {folder!r}
open(folder + "/asked", "a").write(" ".join(sys.argv[1:]) + "\\n")
way = open(folder + "/way").read()
if way == "hang": time.sleep(600)
if way == "fail": sys.exit(1)
sys.stdout.write(way)
"""
PLUGGED, PULLED = (
    f"""numid=3,iface=MIXER,name='Master Playback Volume'
  ; type=INTEGER,access=rw---RW-,values=2,min=0,max=87,step=0
  : values=60,60
numid=15,iface=CARD,name='Headset Mic Jack'
  ; type=BOOLEAN,access=r-------,values=1
  : values=on
numid=16,iface=CARD,name='Front Headphone Jack'
  ; type=BOOLEAN,access=r-------,values=1
  : values={state}
"""
    for state in ("on", "off")
)


@dataclass
class FakeMixer:
    folder: Path

    def way(self, what: str) -> None:
        (self.folder / "way").write_text(what)

    def asked(self) -> list[str]:
        file = self.folder / "asked"
        return file.read_text().splitlines() if file.exists() else []

    def settings(self, limit_s: float = 20.0) -> MixerSettings:
        code = FAKE.format(folder=str(self.folder))
        return MixerSettings("hw:0", "Master", 70, (sys.executable, "-I", "-c", code), limit_s)


@pytest.fixture
def fake(tmp_path: Path) -> FakeMixer:
    folder = tmp_path / "mixer"
    folder.mkdir()
    made = FakeMixer(folder)
    made.way(PULLED)
    return made


@pytest.fixture
def voice(fake: FakeMixer, clips: Path, tmp_path: Path) -> Iterator[HallSpeaker]:
    waves = tmp_path / "waves"
    wanted = VoiceSettings(
        VIRTUAL, synthesis=False, record_to=waves, pace=0.0, clip_folder=clips, mixer=fake.settings()
    )
    speaker = open_speaker(wanted)
    yield speaker
    speaker.close()


def test_a_plug_that_the_card_feels_is_told_and_one_that_it_cannot_is_unknown() -> None:
    assert headset_in(PLUGGED) is Headset.PRESENT
    assert headset_in(PULLED) is Headset.NOT_PRESENT
    assert headset_in(PLUGGED.replace("Front Headphone Jack", "Headphone Phantom Jack")) is Headset.UNKNOWN
    assert headset_in(PLUGGED.replace("iface=CARD", "iface=MIXER")) is Headset.UNKNOWN
    assert headset_in("") is Headset.UNKNOWN


@pytest.mark.parametrize("way", ["hang", "fail"])
def test_a_mixer_that_hangs_or_fails_is_unknown_and_left_alone_for_a_while(fake: FakeMixer, way: str) -> None:
    now = [0.0]
    mixer = Mixer(fake.settings(0.5), lambda: now[0])
    fake.way(way)
    assert mixer.headset() is Headset.UNKNOWN
    fake.way(PLUGGED)
    assert mixer.headset() is Headset.UNKNOWN
    assert not mixer.restore()
    now[0] = LEFT_ALONE_S
    mixer = Mixer(fake.settings(), lambda: now[0])
    assert mixer.headset() is Headset.PRESENT
    assert mixer.restore()


def test_a_machine_without_amixer_knows_nothing_of_plugs() -> None:
    mixer = Mixer(MixerSettings(command=("/nowhere/amixer",)))
    assert mixer.headset() is Headset.UNKNOWN


@pytest.mark.skipif(shutil.which("amixer") is None, reason="alsa-utils are not installed")
def test_the_real_amixer_without_such_a_card_is_unknown() -> None:
    assert Mixer(MixerSettings("hw:NoSuchCard", limit_s=20.0)).headset() is Headset.UNKNOWN


def test_the_mixer_goes_back_at_the_start_and_after_every_visit(voice: HallSpeaker, fake: FakeMixer) -> None:
    until(lambda: voice.status().detail("headset") == "notPresent")
    wanted = "-q -D hw:0 sset Master 70% unmute"
    assert fake.asked().count(wanted) == 1
    voice.begin_again()
    until(lambda: fake.asked().count(wanted) == 2)
    assert voice.status().detail("mixer") == "set"


def test_what_is_for_one_persons_ears_is_said_through_a_headset_only(
    voice: HallSpeaker, fake: FakeMixer, tmp_path: Path
) -> None:
    ends = Ends()

    def said(name: str) -> bytes:
        before = len(waves_in(tmp_path / "waves"))
        voice.say(Announcement(name, "请A001号到3号窗口办理", alone="请A002号到3号窗口办理"), ends.of(name))
        until(lambda: len(waves_in(tmp_path / "waves")) > before and waves_in(tmp_path / "waves")[-1])
        return waves_in(tmp_path / "waves")[-1]

    aloud = said("aloud")
    fake.way(PLUGGED)
    alone = said("alone")
    assert alone != aloud
    assert voice.status().detail("headset") == "present"
    fake.way("fail")
    assert said("unknown") == aloud, "a plug that nobody can feel is no headset"
    until(lambda: voice.status().detail("headset") == "unknown")


def test_a_visitors_loudness_ends_with_the_visit(voice: HallSpeaker, tmp_path: Path) -> None:
    ends = Ends()

    def peak(name: str) -> int:
        before = len(waves_in(tmp_path / "waves"))
        voice.say(Announcement(name, "请A001号到3号窗口办理"), ends.of(name))
        until(lambda: len(waves_in(tmp_path / "waves")) > before and waves_in(tmp_path / "waves")[-1])
        samples = waves_in(tmp_path / "waves")[-1]
        return max(memoryview(samples).cast("h"))

    voice._gain = lambda: 0.4
    usual = peak("usual")
    voice.louder()
    assert 1.3 < peak("louder") / usual < 1.5
    for _ in range(20):
        voice.louder()
    assert peak("loudest") / usual < 2.51, "never more than all there is"
    voice.begin_again()
    assert peak("after") == usual
