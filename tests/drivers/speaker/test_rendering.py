"""From a text to the samples of one announcement."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

from drivers.speaker.clip_shelf import ClipShelf
from drivers.speaker.rendering import AFTER_MS, BETWEEN_MS, Rendered, Rendering
from drivers.speaker.synthesis import SynthesisFailure
from drivers.speaker.waves import silence
from tests.drivers.speaker.voices import heard_in, tone, words_in

CALL = "请A001号到3号窗口办理"
CALL_CLIPS = ["please", "letter_A", "digit_0", "digit_0", "digit_1", "number_to", "digit_3", "counter_handle"]
SYNTHESIZED = tone(9000, 40)


class Engine:
    """Notes what it is asked for."""

    def __init__(self, answer: bytes | SynthesisFailure = SYNTHESIZED) -> None:
        self.asked: list[tuple[str, str, bool]] = []
        self.answer = answer

    def __call__(self, language: str, text: str, slow: bool) -> bytes | SynthesisFailure:
        self.asked.append((language, text, slow))
        return self.answer


def rendered(rendering: Rendering, text: str, *, slow: bool = False) -> Rendered:
    found = rendering.render(text, slow=slow)
    assert isinstance(found, Rendered)
    return found


def test_a_call_said_twice_is_one_stretch_of_sound_with_one_pause_between(clips: Path) -> None:
    call = rendered(Rendering(ClipShelf(clips), Engine()), CALL)
    pcm = call.samples(times=2, gain=1.0)
    assert words_in(pcm) == CALL_CLIPS * 2
    assert len(pcm) == 2 * len(call.words) + len(silence(BETWEEN_MS)) + len(silence(AFTER_MS))


def test_nothing_but_the_set_pauses_stands_between_the_clips(clips: Path) -> None:
    words = rendered(Rendering(ClipShelf(clips), Engine()), CALL).words
    assert heard_in(words) == [
        "please", "letter_A", "-", "digit_0", "-", "digit_0", "-", "digit_1", "-", "number_to", "digit_3",
        "counter_handle",
    ]  # fmt: skip
    assert len(words) == len(tone(1)) * 8 + len(silence(60)) * 4


def test_a_sign_sounds_once_before_a_call_that_is_said_twice(clips: Path) -> None:
    pcm = rendered(Rendering(ClipShelf(clips), Engine()), f"♪attention {CALL}").samples(times=2, gain=1.0)
    assert words_in(pcm) == ["♪attention", *CALL_CLIPS, *CALL_CLIPS]


def test_by_night_every_sample_is_half_as_high(clips: Path) -> None:
    call = rendered(Rendering(ClipShelf(clips), Engine()), CALL)
    day, night = call.samples(1, 1.0), call.samples(1, 0.5)
    assert len(day) == len(night)
    assert abs(int.from_bytes(night[:2], "little") * 2 - int.from_bytes(day[:2], "little")) <= 1


def test_only_what_has_no_clip_is_synthesized_and_only_once(clips: Path) -> None:
    engine = Engine()
    rendering = Rendering(ClipShelf(clips), engine)
    first = rendered(rendering, "请A001号到综合窗口办理")
    assert first == rendered(rendering, "请A001号到综合窗口办理")
    assert engine.asked == [("zh", "综合窗口办理", False)]
    assert first.words.endswith(SYNTHESIZED)


def test_a_missing_or_damaged_clip_gives_the_whole_sentence_to_the_synthesizer(clips: Path, tmp_path: Path) -> None:
    copytree(clips, tmp_path / "clips")
    (tmp_path / "clips" / "zh" / "digit_0.wav").write_bytes(b"RIFF")
    engine = Engine()
    assert rendered(Rendering(ClipShelf(tmp_path / "clips"), engine), CALL).words == SYNTHESIZED
    assert engine.asked == [("zh", CALL, False)]


def test_without_clips_wanted_the_synthesizer_says_everything(clips: Path) -> None:
    engine = Engine()
    rendered(Rendering(ClipShelf(clips), engine, use_clips=False), CALL)
    assert engine.asked == [("zh", CALL, False)]


def test_an_engine_that_fails_is_told_and_asked_again_the_next_time(clips: Path) -> None:
    engine = Engine(SynthesisFailure.NO_ENGINE)
    rendering = Rendering(ClipShelf(clips), engine)
    assert rendering.render("今天不办理") is SynthesisFailure.NO_ENGINE
    engine.answer = SYNTHESIZED
    assert rendered(rendering, "今天不办理").words == SYNTHESIZED


def test_in_elder_mode_the_slow_clip_is_taken_where_there_is_one(clips: Path, tmp_path: Path) -> None:
    copytree(clips, tmp_path / "clips")
    slow = tmp_path / "clips" / "zh-slow" / "prompt_still_there.wav"
    slow.parent.mkdir()
    slow.write_bytes((clips / "notes" / "done.wav").read_bytes())
    rendering = Rendering(ClipShelf(tmp_path / "clips"), Engine())
    assert words_in(rendered(rendering, "您还在吗", slow=True).words) == ["♪done"]
    assert words_in(rendered(rendering, "您还在吗").words) == ["prompt_still_there"]
    assert words_in(rendered(rendering, "请稍候", slow=True).words) == ["prompt_wait"]


def test_the_memory_of_spoken_texts_is_bounded(clips: Path) -> None:
    engine = Engine()
    rendering = Rendering(ClipShelf(clips), engine)
    for number in range(100):
        rendered(rendering, f"第{number}条")
    rendered(rendering, "第99条")
    assert len(engine.asked) == 100
    rendered(rendering, "第0条")
    assert len(engine.asked) == 101
