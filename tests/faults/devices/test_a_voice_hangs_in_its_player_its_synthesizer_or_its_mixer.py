"""aplay, espeak-ng or amixer never comes back: the terminal still ends in time, and leaves none of them behind."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.speaker.clip_shelf import ClipShelf
from drivers.speaker.device import HallSpeaker
from drivers.speaker.mixer import MixerSettings
from drivers.speaker.opening import VIRTUAL, VoiceSettings, open_speaker
from drivers.speaker.player import Heard
from drivers.speaker.rendering import Rendering
from drivers.speaker.synthesis import Synthesis, SynthesisFailure
from kiosk.operation.supervisor import Supervisor
from kiosk.ports.devices import Announcement, SpeechOutcome
from kiosk.ports.log import NoLog
from tests.drivers.stage import LONG_S, eventually
from tests.drivers.stage import Heard as Told


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
    told: Told[SpeechOutcome] = Told()
    speaker.say(Announcement("one", "the doors are open"), told)
    assert eventually(lambda: mark.exists() and mark.read_text().strip())
    began = time.monotonic()
    assert supervisor.close() == ()
    assert time.monotonic() - began < 2.5  # 2 s by its own word, and what a busy machine adds
    assert told.all == [SpeechOutcome.FAILED]
    assert eventually(lambda: not Path(f"/proc/{mark.read_text().strip()}").exists())


class SlowCard:
    """A sound card that opens when it likes; a player at it begins only after `stop` was called."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        self.stopped.wait(LONG_S)
        return Heard.HUSHED if hushed.wait(LONG_S) else Heard.HEARD

    def stop(self) -> None:
        self.stopped.set()


def test_a_terminal_that_ends_while_its_voice_still_tries_the_card_ends_in_time() -> None:
    rendering = Rendering(ClipShelf(Path("nowhere")), lambda language, text, slow: SynthesisFailure.NO_ENGINE)
    supervisor = Supervisor()
    supervisor.adopt(HallSpeaker(rendering, SlowCard(), lambda: 1.0, NoLog()))
    began = time.monotonic()
    assert supervisor.close() == ()
    assert time.monotonic() - began < 2.5
