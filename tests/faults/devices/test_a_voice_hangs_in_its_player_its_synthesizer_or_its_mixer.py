"""aplay, espeak-ng or amixer never comes back: the terminal still ends in time, and leaves none of them behind."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.speaker.mixer import MixerSettings
from drivers.speaker.opening import VIRTUAL, VoiceSettings, open_speaker
from drivers.speaker.synthesis import Synthesis
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import Announcement, SpeechOutcome
from tests.drivers.stage import Heard, eventually


@pytest.mark.parametrize("which", ["player", "synthesizer", "mixer"])
def test_the_end_comes_in_time_whoever_waits_is_told_and_no_process_stays(which: str, tmp_path: Path) -> None:
    mark, program = tmp_path / "pid", tmp_path / "hangs"
    program.write_text(f"#!/bin/sh\necho $$ > {mark}\nexec sleep 600\n")
    program.chmod(0o755)
    quiet = VoiceSettings(VIRTUAL, clips=False, record_to=tmp_path / "waves", pace=0.0)
    hanging = {
        "player": replace(quiet, device="default", player=(str(program),)),
        "synthesizer": replace(quiet, engine=Synthesis(str(program), limit_s=600.0)),
        "mixer": replace(quiet, mixer=MixerSettings(command=(str(program),), limit_s=600.0)),
    }
    supervisor = Supervisor()
    speaker = open_speaker(hanging[which])
    supervisor.adopt(speaker)
    told: Heard[SpeechOutcome] = Heard()
    speaker.say(Announcement("one", "the doors are open"), told)
    assert eventually(lambda: mark.exists() and mark.read_text().strip())
    began = time.monotonic()
    assert supervisor.close() == ()
    assert time.monotonic() - began < 2.5  # 2 s by its own word, and what a busy machine adds
    assert told.all == [SpeechOutcome.FAILED]
    assert eventually(lambda: not Path(f"/proc/{mark.read_text().strip()}").exists())
