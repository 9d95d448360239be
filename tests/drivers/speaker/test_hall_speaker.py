"""The hall's voice as its callers know it: order, none lost, told once, hushed, refused; and a device that fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from drivers.speaker.clip_shelf import ClipShelf
from drivers.speaker.device import TRIES, HallSpeaker
from drivers.speaker.opening import VIRTUAL, VoiceSettings, open_speaker
from drivers.speaker.player import Heard
from drivers.speaker.rendering import Rendering
from drivers.speaker.synthesis import Synthesis, SynthesisFailure
from drivers.speaker.waves import samples_of
from kiosk.ports.devices import Announcement, DeviceState, DeviceStatus, SpeechOutcome
from tests.drivers.speaker.voices import Ends, Notebook, tone, until, waves_in, words_in

SPOKEN, FAILED, NO_DEVICE = SpeechOutcome.SPOKEN, SpeechOutcome.FAILED, SpeechOutcome.NO_DEVICE


class ScriptedOutlet:
    """Ends each playing as the script says, HEARD when it is used up; holds the sound back while `gate` is closed."""

    def __init__(self, *script: Heard) -> None:
        self.script = list(script)
        self.played: list[list[str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.sounding = 0
        self.overlapped = False

    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        said = words_in(samples_of(wave) or b"")
        if not said:
            return Heard.HEARD  # the silence of the start
        self.sounding += 1
        self.overlapped |= self.sounding > 1
        self.played.append(said)
        self.gate.wait(20)
        self.sounding -= 1
        if hushed.is_set():
            return Heard.HUSHED
        return self.script.pop(0) if self.script else Heard.HEARD

    def stop(self) -> None:
        self.gate.set()


class Hall:
    """A speaker on a scripted outlet."""

    def __init__(self, clips: Path, *script: Heard, longest_queue: int = 64) -> None:
        self.outlet, self.log, self.ends = ScriptedOutlet(*script), Notebook(), Ends()
        self.engine_answers: bytes | SynthesisFailure = tone(9000)
        rendering = Rendering(ClipShelf(clips), lambda language, text, slow: self.engine_answers)
        self.speaker = HallSpeaker(rendering, self.outlet, lambda: 1.0, self.log, longest_queue=longest_queue)

    def call(self, number: int, name: str = "") -> None:
        self.speaker.say(call(number), self.ends.of(name or str(number)))


def call(number: int, times: int = 1) -> Announcement:
    return Announcement(f"call:{number}", f"请A{number:03d}号到3号窗口办理", times)


@pytest.fixture
def hall(clips: Path) -> Iterator[Hall]:
    made = Hall(clips)
    yield made
    made.speaker.close()


def test_calls_made_together_are_spoken_one_after_the_other_and_none_is_lost(hall: Hall) -> None:
    together = [threading.Thread(target=hall.call, args=(number,)) for number in range(20)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    ended = hall.ends.wait(20)
    assert sorted(name for name, _ in ended) == sorted(str(number) for number in range(20))
    assert {outcome for _, outcome in ended} == {SPOKEN}
    assert len(hall.outlet.played) == 20
    assert not hall.outlet.overlapped


def test_calls_are_spoken_in_the_order_in_which_they_were_made(hall: Hall) -> None:
    hall.outlet.gate.clear()
    for number in (3, 1, 2):
        hall.call(number)
    hall.outlet.gate.set()
    assert [name for name, _ in hall.ends.wait(3)] == ["3", "1", "2"]
    assert [said[4] for said in hall.outlet.played] == ["digit_3", "digit_1", "digit_2"]


def test_say_does_not_wait_and_the_end_is_told_on_the_speakers_own_thread(hall: Hall) -> None:
    hall.outlet.gate.clear()
    hall.call(1)
    assert hall.ends.outcomes == []
    hall.outlet.gate.set()
    hall.ends.wait(1)
    assert hall.ends.threads == {"voice"}


def test_a_call_that_is_made_again_while_it_sounds_is_said_once_and_both_are_told(hall: Hall) -> None:
    hall.outlet.gate.clear()
    hall.call(7, "first")
    until(lambda: hall.outlet.played)
    hall.call(7, "again")
    hall.outlet.gate.set()
    assert hall.ends.wait(2) == [("first", SPOKEN), ("again", SPOKEN)]
    assert len(hall.outlet.played) == 1


def test_the_same_prompt_is_said_again_in_the_next_visit(hall: Hall) -> None:
    for visit in (1, 2):
        hall.speaker.say(Announcement("place_card", "请将身份证放在感应区"), hall.ends.of("prompt"))
        hall.ends.wait(visit)
        until(lambda: len(hall.outlet.played) == len(hall.ends.outcomes))
    hall.ends.wait(2)
    assert hall.outlet.played == [["prompt_place_card"]] * 2


def test_a_touch_hushes_what_sounds_and_what_waits_and_the_next_words_are_heard(hall: Hall) -> None:
    hall.outlet.gate.clear()
    for number in (1, 2, 3):
        hall.call(number)
    until(lambda: hall.outlet.played)
    hall.speaker.hush()
    assert hall.ends.wait(3) == [("1", FAILED), ("2", FAILED), ("3", FAILED)]
    hall.call(4)
    assert hall.ends.wait(4)[-1] == ("4", SPOKEN)
    assert len(hall.outlet.played) == 2
    assert hall.speaker.status().device is DeviceState.ONLINE


def test_a_full_queue_refuses_aloud_and_says_all_that_it_took(clips: Path) -> None:
    hall = Hall(clips, longest_queue=2)
    hall.outlet.gate.clear()
    hall.call(0)
    until(lambda: hall.outlet.played)
    for number in (1, 2, 3):
        hall.call(number)
    assert hall.ends.outcomes == [("3", FAILED)]
    assert hall.speaker.status().reason == "queue_full"
    assert ("voice_queue_full", {}) in hall.log.events
    hall.outlet.gate.set()
    assert hall.ends.wait(4)[1:] == [("0", SPOKEN), ("1", SPOKEN), ("2", SPOKEN)]
    until(lambda: hall.speaker.status().reason == "")
    hall.speaker.close()


def test_a_player_that_was_killed_is_started_again_for_the_same_call(clips: Path) -> None:
    hall = Hall(clips, Heard.DIED)
    hall.call(1)
    assert hall.ends.wait(1) == [("1", SPOKEN)]
    assert len(hall.outlet.played) == 2
    hall.speaker.close()


def test_a_player_that_always_dies_is_given_up_for_this_call_and_tried_for_the_next(clips: Path) -> None:
    hall = Hall(clips, *[Heard.DIED] * TRIES)
    hall.call(1)
    hall.call(2)
    assert hall.ends.wait(2) == [("1", FAILED), ("2", SPOKEN)]
    states = [fields["reason"] for name, fields in hall.log.events if name == "voice_state"]
    assert states == ["none", "player_died", "none"]
    hall.speaker.close()


@pytest.mark.parametrize(
    ("heard", "outcome", "state"),
    [
        (Heard.HUNG, FAILED, DeviceState.HARDWARE_ERROR),
        (Heard.CUT_SHORT, FAILED, DeviceState.HARDWARE_ERROR),
        (Heard.NO_CARD, NO_DEVICE, DeviceState.NO_DEVICE),
        (Heard.NO_PLAYER, NO_DEVICE, DeviceState.NO_DEVICE),
    ],
)
def test_a_device_that_fails_is_named_and_comes_back_by_itself(
    clips: Path, heard: Heard, outcome: SpeechOutcome, state: DeviceState
) -> None:
    hall = Hall(clips, heard)
    hall.call(1)
    assert hall.ends.wait(1) == [("1", outcome)]
    status = hall.speaker.status()
    assert (status.device, status.reason) == (state, heard.value)
    hall.call(2)
    assert hall.ends.wait(2)[1] == ("2", SPOKEN)
    assert hall.speaker.status().device is DeviceState.ONLINE
    hall.speaker.close()


def test_words_that_cannot_be_synthesized_sound_the_attention_sign_and_are_not_called_spoken(hall: Hall) -> None:
    hall.engine_answers = SynthesisFailure.NO_ENGINE
    hall.speaker.say(Announcement("notice", "今天下午不办理"), hall.ends.of("notice"))
    assert hall.ends.wait(1) == [("notice", FAILED)]
    assert hall.outlet.played == [["♪attention"]]
    assert hall.speaker.status().reason == "no_engine"


def test_a_listeners_mistake_is_logged_and_the_next_call_is_heard(hall: Hall) -> None:
    def mistaken(outcome: SpeechOutcome) -> None:
        raise ValueError(outcome)

    hall.speaker.say(call(1), mistaken)
    hall.call(2)
    assert hall.ends.wait(1) == [("2", SPOKEN)]
    assert hall.log.bugs == ["voice: ValueError"]


class Stumbles(ScriptedOutlet):
    """A sound card whose driver has a mistake, at the proof of the start only."""

    def __init__(self) -> None:
        super().__init__()
        self.proofs = 0

    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        self.proofs += 1
        if self.proofs == 1:
            raise ValueError("never shown")
        return super().play(wave, seconds, hushed)


def test_a_mistake_at_the_start_or_of_who_watches_does_not_make_a_hall_dumb(clips: Path) -> None:
    def mistaken(status: DeviceStatus) -> None:
        raise ValueError(status)

    log, ends = Notebook(), Ends()
    rendering = Rendering(ClipShelf(clips), lambda language, text, slow: SynthesisFailure.NO_ENGINE)
    speaker = HallSpeaker(rendering, Stumbles(), lambda: 1.0, log)
    speaker.watch(mistaken)
    speaker.say(call(1), ends.of("1"))
    assert ends.wait(1) == [("1", SPOKEN)]
    assert log.bugs == ["voice: ValueError"] * 2
    assert speaker.status().device is DeviceState.ONLINE
    speaker.close()


def test_closing_tells_everybody_who_waits_and_refuses_who_comes_later(clips: Path) -> None:
    hall = Hall(clips)
    hall.outlet.gate.clear()
    for number in (1, 2):
        hall.call(number)
    until(lambda: hall.outlet.played)
    hall.speaker.close()
    hall.call(3)
    assert sorted(hall.ends.wait(3)) == [("1", FAILED), ("2", FAILED), ("3", FAILED)]
    assert len(hall.outlet.played) == 1


# --- opened as main.py opens it ---


def virtual(clips: Path, folder: Path, pace: float = 0.0) -> VoiceSettings:
    return VoiceSettings(device=VIRTUAL, record_to=folder, pace=pace, clip_folder=clips)


def test_each_announcement_is_one_wave_in_the_order_of_speaking(clips: Path, tmp_path: Path) -> None:
    speaker, ends = open_speaker(virtual(clips, tmp_path / "waves")), Ends()
    for number in (1, 2, 3):
        speaker.say(call(number, times=2), ends.of(str(number)))
    ends.wait(3)
    speaker.close()
    said = [words_in(wave) for wave in waves_in(tmp_path / "waves")]
    assert [one[4] for one in said] == ["digit_1", "digit_2", "digit_3"]
    assert all(one[:8] == one[8:] for one in said)


def test_a_recording_goes_on_after_those_of_an_earlier_run(clips: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        speaker, ends = open_speaker(virtual(clips, tmp_path)), Ends()
        speaker.say(call(number), ends.of("call"))
        ends.wait(1)
        speaker.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0001.wav", "0002.wav"]


def test_a_paced_recording_takes_its_part_of_the_time(clips: Path, tmp_path: Path) -> None:
    speaker, ends = open_speaker(virtual(clips, tmp_path, pace=10.0)), Ends()
    speaker.say(call(1), ends.of("call"))
    until(lambda: list(tmp_path.glob("*.wav")))
    assert ends.outcomes == []
    speaker.hush()
    assert ends.wait(1) == [("call", FAILED)]
    speaker.close()


def test_without_a_player_calls_are_rendered_and_recorded_and_never_called_spoken(clips: Path, tmp_path: Path) -> None:
    settings = replace(virtual(clips, tmp_path), device="default", player=("/nowhere/aplay",))
    speaker, ends = open_speaker(settings), Ends()
    speaker.say(call(1), ends.of("call"))
    assert ends.wait(1) == [("call", NO_DEVICE)]
    assert (speaker.status().device, speaker.status().reason) == (DeviceState.NO_DEVICE, "no_player")
    assert words_in(waves_in(tmp_path)[0])[1] == "letter_A"
    speaker.close()


def test_a_hall_that_wants_silence_gets_it_and_is_not_told_that_anybody_heard(clips: Path) -> None:
    speaker, ends = open_speaker(VoiceSettings(clip_folder=clips), silent=True), Ends()
    speaker.say(call(1), ends.of("call"))
    assert ends.wait(1) == [("call", NO_DEVICE)]
    assert speaker.status().reason == "configured_silent"
    speaker.close()


def test_without_an_engine_calls_are_heard_and_notices_fail(clips: Path, tmp_path: Path) -> None:
    settings = replace(virtual(clips, tmp_path), engine=Synthesis(program="/nowhere/espeak-ng", limit_s=30))
    speaker, ends = open_speaker(settings), Ends()
    speaker.say(Announcement("notice", "The archive opens late"), ends.of("notice"))
    speaker.say(call(1), ends.of("call"))
    assert ends.wait(2) == [("notice", FAILED), ("call", SPOKEN)]
    speaker.close()


def test_a_hall_that_wants_only_clips_never_hears_the_synthesizer(clips: Path, tmp_path: Path) -> None:
    speaker, ends = open_speaker(replace(virtual(clips, tmp_path), synthesis=False)), Ends()
    speaker.say(Announcement("notice", "The archive opens late"), ends.of("notice"))
    assert ends.wait(1) == [("notice", FAILED)]
    assert speaker.status().reason == "no_clip"
    assert [words_in(wave) for wave in waves_in(tmp_path)] == [["♪attention"]]
    speaker.close()


def test_elder_mode_speaks_the_slow_clips_from_now_on(clips: Path, tmp_path: Path) -> None:
    copytree(clips, tmp_path / "clips")
    (tmp_path / "clips" / "zh-slow").mkdir()
    (tmp_path / "clips" / "zh-slow" / "prompt_wait.wav").write_bytes((clips / "notes" / "done.wav").read_bytes())
    speaker, ends = open_speaker(virtual(tmp_path / "clips", tmp_path / "waves")), Ends()
    for slow in (True, False):
        speaker.speak_slowly(slow)
        speaker.say(Announcement(f"wait:{slow}", "请稍候"), ends.of("wait"))
    ends.wait(2)
    assert [words_in(wave) for wave in waves_in(tmp_path / "waves")] == [["♪done"], ["prompt_wait"]]
    speaker.close()


def test_the_hours_loudness_is_asked_for_each_announcement(clips: Path, tmp_path: Path) -> None:
    gains = iter((1.0, 0.5))
    speaker, ends = open_speaker(replace(virtual(clips, tmp_path), gain=lambda: next(gains))), Ends()
    for hour in ("day", "night"):
        speaker.say(Announcement(hour, "请稍候"), ends.of(hour))
    ends.wait(2)
    day, night = waves_in(tmp_path)
    assert len(day) == len(night)
    assert max(day[1:2]) > max(night[1:2])
    speaker.close()


def test_a_disk_that_refuses_the_recording_does_not_silence_the_hall(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    speaker, ends = open_speaker(virtual(clips, tmp_path / "file" / "waves")), Ends()
    speaker.say(call(1), ends.of("call"))
    assert ends.wait(1) == [("call", SPOKEN)]
    speaker.close()
