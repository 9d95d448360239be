"""The 256 bytes of a card: the published record, all four kinds, and everything that is not a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.id_card.nations import NATION_OF
from drivers.id_card.sample_cards import CARDS
from drivers.id_card.text_record import LAYOUTS, decode, encode, old_number
from kiosk.domain.identity import CardKind, CardRecord, Sex, check_character
from kiosk.ports.devices import ReadFailure
from tests.drivers.id_card.published import RECORD

# GB/T 3304, ten a line, as the standard prints them.
PEOPLES = {
    1: ["汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜"],
    11: ["满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳"],
    21: ["佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土"],
    31: ["达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米"],
    41: ["塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔"],
    51: ["独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"],
    97: ["其他", "外国血统中国籍人士"],
}
TESTER = CardRecord(
    kind=CardKind.RESIDENT,
    name="测试员",
    number="110101199003074514",
    birth=date(1990, 3, 7),
    sex=Sex.MALE,
    nation="汉",
    address="北京市东城区测试街1号",
    authority="北京市公安局东城分局",
    valid_from=date(2020, 1, 1),
    long_term=True,
)


def changed(offset: int, text: str) -> bytes:
    units = text.encode("utf-16-le")
    return RECORD[:offset] + units + RECORD[offset + len(units) :]


def test_the_published_record_is_read_field_by_field() -> None:
    assert decode(RECORD) == TESTER


def test_the_published_record_is_written_byte_for_byte() -> None:
    assert encode(TESTER) == RECORD


@pytest.mark.parametrize("key", CARDS)
def test_every_card_of_the_bench_survives_the_way_through_its_bytes(key: str) -> None:
    assert decode(encode(CARDS[key].record)) == CARDS[key].record


@pytest.mark.parametrize("kind", CardKind)
def test_the_fields_of_every_kind_lie_beside_each_other_and_never_over(kind: CardKind) -> None:
    places = sorted(LAYOUTS[kind].values())
    assert all(start + length <= following for (start, length), (following, _) in pairwise(places))
    assert all(start + length <= 248 or start >= 250 for start, length in places)


def laid_out(mark: str, *places: tuple[int, str]) -> bytes:
    """A record written by the vendors' tables alone: offset in bytes, text; spaces elsewhere."""
    text = bytearray(" ".encode("utf-16-le") * 128)
    for offset, value in (*places, (248, mark)):
        units = value.encode("utf-16-le")
        text[offset : offset + len(units)] = units
    return bytes(text)


# Every field of the three other kinds filled to its last character, so that neither its place nor its end can move.
HAN = "欧阳上官司马诸葛东方皇甫尉迟公"  # 15 characters
PERMIT = laid_out(
    "J",
    *((0, HAN), (30, "2"), (32, "xx"), (36, "19930801"), (52, HAN + HAN + "一二三四五"), (122, "810000199308010005")),
    *((158, HAN), (188, "20221010"), (204, "20271009"), (220, "H12345678"), (238, "01"), (242, "xxx"), (250, "xxx")),
)
CARD_OF_2017 = laid_out(
    "I",
    *((0, "A" * 59 + "B"), (120, "2"), (122, "UTO110085061199"), (152, "UTO"), (158, HAN), (188, "20190304")),
    *((204, "20290303"), (220, "19850611"), (236, "01"), (240, "1500"), (250, "xxx")),
)
CARD_OF_2023 = laid_out(
    "Y",
    *((0, HAN), (30, "1"), (32, "02"), (36, "19850611"), (52, "C" * 34 + "D"), (122, "911250198506110001")),
    *((158, "x" * 15), (188, "20240108"), (204, "20340107"), (220, "E" * 10 + "F"), (242, "UTO"), (250, "009")),
)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        (
            PERMIT,
            CardRecord(
                *(CardKind.HMT_PERMIT, HAN, "810000199308010005", date(1993, 8, 1), Sex.FEMALE),
                address=HAN + HAN + "一二三四五",
                authority=HAN,
                valid_from=date(2022, 10, 10),
                valid_to=date(2027, 10, 9),
                pass_number="H12345678",
            ),
        ),
        (
            CARD_OF_2017,
            CardRecord(
                *(CardKind.FOREIGNER_2017, HAN, "UTO110085061199", date(1985, 6, 11), Sex.FEMALE),
                authority="1500",
                valid_from=date(2019, 3, 4),
                valid_to=date(2029, 3, 3),
                english_name="A" * 59 + "B",
                nationality="UTO",
            ),
        ),
        (
            CARD_OF_2023,
            CardRecord(
                *(CardKind.FOREIGNER_2023, HAN, "911250198506110001", date(1985, 6, 11), Sex.MALE),
                valid_from=date(2024, 1, 8),
                valid_to=date(2034, 1, 7),
                english_name="C" * 34 + "D" + "E" * 10 + "F",
                nationality="UTO",
                old_number="UTO110085061193",
            ),
        ),
    ],
    ids=("permit", "2017", "2023"),
)
def test_every_field_of_the_other_kinds_stands_where_the_tables_say(text: bytes, record: CardRecord) -> None:
    assert decode(text) == record


def test_a_permit_for_hong_kong_keeps_its_pass_number_at_220() -> None:
    text = changed(220, "H00000000")
    text = text[:248] + b"J\x00" + text[250:]
    record = decode(text)
    assert isinstance(record, CardRecord)
    assert (record.kind, record.pass_number, record.nation) == (CardKind.HMT_PERMIT, "H00000000", "")


def test_a_long_english_name_of_the_2023_card_is_joined_from_both_its_places() -> None:
    record = replace(CARDS["foreigner"].record, english_name="A" * 34 + " " + "B" * 11)
    assert decode(encode(record)) == record


def test_a_card_of_an_unknown_kind_is_said_to_be_unknown() -> None:
    assert decode(changed(248, "K")) is ReadFailure.CARD_UNKNOWN


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (0, " " * 15),  # nobody
        (36, "19900231"),  # no such day
        (36, "        "),  # never born
        (122, "110101199003074515"),  # the check character
        (122, "11010119900307451X"),
        (122, "1101011990０30745"),  # a full-width digit
        (188, "2020010 "),
        (204, "长长      "),
        (0, "\x00\x07"),
    ],
)
def test_impossible_contents_are_a_broken_record(offset: int, text: str) -> None:
    assert decode(changed(offset, text)) is ReadFailure.RECORD_BROKEN


def test_half_a_character_of_a_rare_name_is_a_broken_record() -> None:
    assert decode(b"\x40\xd8" + RECORD[2:]) is ReadFailure.RECORD_BROKEN


@pytest.mark.parametrize("size", [0, 255, 257])
def test_a_record_of_another_size_is_broken(size: int) -> None:
    assert decode(bytes(size)) is ReadFailure.RECORD_BROKEN


def test_a_name_that_older_cards_write_with_private_characters_is_kept() -> None:
    record = decode(changed(0, "测\ue863员"))
    assert isinstance(record, CardRecord)
    assert record.name == "测\ue863员"


def test_all_peoples_have_their_code() -> None:
    assert len(NATION_OF) == 58
    for first, names in PEOPLES.items():
        assert [NATION_OF[f"{first + at:02}"] for at in range(len(names))] == names


def test_a_people_without_a_name_keeps_its_code() -> None:
    record = decode(changed(32, "77"))
    assert isinstance(record, CardRecord)
    assert record.nation == "77"


def test_a_field_that_does_not_fit_is_refused_when_writing() -> None:
    with pytest.raises(ValueError, match="30 bytes"):
        encode(replace(TESTER, name="一二三四五六七八九十一二三四五六"))


@given(st.binary(min_size=256, max_size=256))
def test_arbitrary_bytes_are_a_record_or_a_reason(text: bytes) -> None:
    assert isinstance(decode(text), CardRecord | ReadFailure)


@given(st.integers(0, 255), st.binary(min_size=1, max_size=12))
def test_a_damaged_record_is_a_record_or_a_reason(at: int, damage: bytes) -> None:
    text = (RECORD[:at] + damage + RECORD[at + len(damage) :])[:256].ljust(256, b"\0")
    assert isinstance(decode(text), CardRecord | ReadFailure)


names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=7)


@given(names, st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.sampled_from(Sex))
def test_whatever_is_written_is_read_again(name: str, birth: date, serial: int, sex: Sex) -> None:
    first17 = f"110199{birth:%Y%m%d}{serial:03d}"
    record = replace(TESTER, name=name, birth=birth, sex=sex, number=first17 + check_character(first17))
    assert decode(encode(record)) == record


def test_the_number_of_the_card_before_is_put_together_from_the_link() -> None:
    """Country UTO, digits 2 and 3 `11`, link `009`, birth 850611; 413 by the weights 7 3 1 is 3."""
    assert old_number("911250198506110000", "UTO", "009") == "UTO110085061193"
    assert old_number("911250198506110000", "UTO", "   ") == ""
    assert old_number("911250198506110000", "UTO", "0é9") == ""
    assert old_number("911250198506110000", "", "009") == ""


def test_a_2023_card_whose_holder_had_one_before_says_so() -> None:
    new = replace(CARDS["foreigner"].record, nationality="UTO", old_number="")
    had = replace(new, old_number=old_number(new.number, "UTO", "A<9"))
    assert decode(encode(new)) == new
    assert decode(encode(had)) == had
    assert encode(had)[250:256].decode("utf-16-le") == "A<9"


def test_a_name_of_rare_characters_only_is_whole_and_half_of_one_is_no_text() -> None:
    name = "𬭩𠮷𡈽𬸚𰻞𠮶𡃁"  # seven surrogate pairs: 14 of the 15 places
    assert decode(encode(replace(TESTER, name=name))) == replace(TESTER, name=name)
    torn = encode(replace(TESTER, name=name))
    assert decode(torn[:26] + "  ".encode("utf-16-le")[:2] + torn[28:]) is ReadFailure.RECORD_BROKEN
