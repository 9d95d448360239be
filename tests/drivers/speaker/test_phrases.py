"""What is said for a text, piece by piece."""

from __future__ import annotations

import pytest

from drivers.speaker.clip_list import clip_lists
from drivers.speaker.phrases import Clip, Pause, language_of, pieces, sign_and_words


def said(text: str) -> list[str]:
    """Clips by name, speech in quotes, without pauses."""
    found = pieces(text, clip_lists()[language_of(text)])
    return [one.name if isinstance(one, Clip) else f"«{one.text}»" for one in found if not isinstance(one, Pause)]


def test_a_call_is_made_of_the_clips_that_a_hall_knows() -> None:
    assert said("请A001号到3号窗口办理") == [
        "please", "letter_A", "digit_0", "digit_0", "digit_1", "number_to", "digit_3", "counter_handle",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counter", "numbers"),
    [
        ("3", ["digit_3"]), ("10", ["number_10"]), ("12", ["number_12"]), ("20", ["number_20"]),
        ("24", ["number_20", "digit_4"]), ("99", ["number_90", "digit_9"]),
    ],
)  # fmt: skip
def test_a_counter_is_read_as_a_number(counter: str, numbers: list[str]) -> None:
    assert said(f"请B12号到{counter}号窗口办理")[5:-1] == numbers


def test_a_terminals_own_letter_and_a_queue_without_a_letter_are_spelled() -> None:
    assert said("请AC07号到1号窗口办理")[1:5] == ["letter_A", "letter_C", "digit_0", "digit_7"]
    assert said("请012号到1号窗口办理")[1:4] == ["digit_0", "digit_1", "digit_2"]


def test_every_letter_and_every_number_of_a_queue_has_its_clip() -> None:
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for digits in ("0123456789"[start : start + 3] for start in range(8)):
            assert not any(piece.startswith("«") for piece in said(f"请{letter}{digits}号到3号窗口办理"))


def test_a_counter_with_a_name_keeps_the_number_clear_and_lets_the_name_be_synthesized() -> None:
    assert said("请A001号到综合窗口办理") == [
        "please", "letter_A", "digit_0", "digit_0", "digit_1", "number_to", "«综合窗口办理»",
    ]  # fmt: skip


def test_an_english_call_is_made_of_english_clips() -> None:
    text = "Ticket A001, please go to counter 21"
    assert said(text)[-3:] == ["go_to_counter", "number_20", "digit_1"]
    assert all(piece.language == "en" for piece in pieces(text, clip_lists()["en"]) if isinstance(piece, Clip))


@pytest.mark.parametrize("end", ["", "。", "？", "."])
def test_a_prompt_is_one_clip_whatever_mark_it_ends_with(end: str) -> None:
    assert said(f"您还在吗{end}") == ["prompt_still_there"]


def test_a_prompt_inside_another_sentence_is_not_torn_out_of_it() -> None:
    assert said("请稍候再试") == ["«请稍候再试»"]
    assert said("您还在吗？20秒后退出") == ["prompt_still_there", "«20秒后退出»"]


def test_two_people_are_not_the_number_two() -> None:
    assert said("前面等候2人") == ["ahead", "two_of", "people"]
    assert said("前面等候12人") == ["ahead", "number_12", "people"]


def test_an_unknown_sentence_goes_to_the_synthesizer_whole() -> None:
    assert said("不动产查询六点恢复") == ["«不动产查询六点恢复»"]
    assert said("The archive opens at six") == ["«The archive opens at six»"]


def test_digits_of_a_ticket_are_set_apart_and_no_silence_hangs_at_the_end() -> None:
    found = pieces("您的号码是A01", clip_lists()["zh"])
    assert [type(one).__name__ for one in found] == ["Clip", "Clip", "Pause", "Clip", "Pause", "Clip"]


def test_a_sign_at_the_beginning_is_not_a_word() -> None:
    assert sign_and_words("♪done 取号成功") == ("done", "取号成功")
    assert sign_and_words("取号成功") == ("", "取号成功")
    assert sign_and_words("♪tune 取号成功") == ("", "♪tune 取号成功")


def test_nothing_to_say_is_nothing() -> None:
    assert pieces("", clip_lists()["zh"]) == ()
