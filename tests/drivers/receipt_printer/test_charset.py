"""Which characters are sent as codes, and how a sentence is broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.receipt_printer.charset import Charset, code_of, columns, encode, tidy
from drivers.receipt_printer.wrapping import wrap


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("你好", "c4 e3 ba c3"),
        ("编号：A001", "b1 e0 ba c5 a3 ba 41 30 30 31"),
        ("，。：（）", "a3 ac a1 a3 a3 ba a3 a8 a3 a9"),  # punctuation alone
        ("￥100", "a3 a4 31 30 30"),
        ("约 12–20 分钟", "d4 bc 20 31 32 a8 43 32 30 20 b7 d6 d6 d3"),
    ],
)
def test_chinese_is_set_in_two_byte_codes_whatever_stands_beside_it(text: str, wire: str) -> None:
    assert encode(text, Charset.GBK) == bytes.fromhex(wire)


@pytest.mark.parametrize("char", ["䶮", "𬭩", "\U00020bb7", "é̀"[-1], "ñ", "\ue863", "😀", "€"])
def test_what_the_cheapest_font_lacks_is_never_sent_as_a_code(char: str) -> None:
    assert code_of(char, Charset.GBK) == b""
    assert encode(f"王{char}", Charset.GBK) is None


def test_a_printer_with_the_whole_two_byte_set_sets_one_more_name() -> None:
    assert encode("王䶮", Charset.GB18030) == bytes.fromhex("cd f5 fe 9f")
    assert encode("王𬭩", Charset.GB18030) is None


def test_a_hanzi_is_two_columns_and_a_letter_one() -> None:
    assert columns("张*三 A7") == 8


def test_a_tickets_text_can_never_carry_a_command() -> None:
    assert tidy("A\x1b@\x10\x04\x01B\x85") == "A @   B "


@given(st.text(max_size=60), st.sampled_from(Charset))
def test_any_text_is_two_byte_codes_and_ascii_or_is_drawn(text: str, charset: Charset) -> None:
    wire = encode(tidy(text), charset)
    assert wire is None or (len(wire) == columns(tidy(text)) and not any(byte < 0x20 for byte in wire))


def test_a_sentence_is_broken_between_words_and_between_hanzi() -> None:
    assert wrap("About 12 minutes at counters 3 and 5", 16) == ["About 12 minutes", "at counters 3", "and 5"]
    assert wrap("叫号后三分钟未到视为过号", 8) == ["叫号后三", "分钟未到", "视为过号"]


def test_no_line_begins_with_a_comma() -> None:
    assert wrap("叫号后三，分钟", 8) == ["叫号后", "三，分钟"]


def test_a_rule_of_the_hall_is_broken_after_its_comma_and_leaves_no_scrap() -> None:
    assert wrap("请留意语音和大屏，叫到号后请到窗口办理。", 32) == ["请留意语音和大屏，", "叫到号后请到窗口办理。"]
    rule = "过号 30 分钟内可到取号机恢复一次，当日有效。"
    assert wrap(rule, 48) == [rule]
    assert wrap(rule, 40) == ["过号 30 分钟内可到取号机恢复一次，", "当日有效。"]
    assert wrap(rule, 24) == ["过号 30 分钟内可到取号机", "恢复一次，当日有效。"]


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert wrap("二三四五六七八「甲乙」", 16) == ["二三四五六七八", "「甲乙」"]


@given(st.text(max_size=80), st.integers(4, 48))
def test_no_line_is_ever_wider_than_the_paper_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(tidy(text), width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(tidy(text).split())
