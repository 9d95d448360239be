"""The cards of the device bench: invented people, whose numbers can belong to nobody.

The division codes of the resident cards end in 99, which no county has; the serial parts of the others are 000.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.identity import CardKind, CardRecord, Sex, check_character


@dataclass(frozen=True, slots=True)
class SampleCard:
    key: str
    title: str  # what the bench shows beside it
    record: CardRecord
    new_address: str = ""


def _number(first17: str) -> str:
    return first17 + check_character(first17)


def _resident(name: str, first17: str, sex: Sex, birth: date, address: str, nation: str = "汉") -> CardRecord:
    return CardRecord(
        CardKind.RESIDENT,
        name,
        _number(first17),
        birth,
        sex,
        nation,
        address,
        "青岚市公安局湖东分局",
        date(2018, 5, 20),
        date(2038, 5, 20),
    )


_ORDINARY = _resident("林知秋", "11019919910612301", Sex.MALE, date(1991, 6, 12), "青岚市湖东区杏林路18号3幢2单元501室")
_TWO_CHARACTERS = _resident("乔溪", "11019919960323402", Sex.FEMALE, date(1996, 3, 23), "青岚市湖东区听松巷7号")
_RARE = _resident("王䶮𬭩", "11019919880905503", Sex.MALE, date(1988, 9, 5), "青岚市石臼湖镇埂上村26号", nation="土家")
_ELDERLY = CardRecord(
    CardKind.RESIDENT,
    "周慕兰",
    _number("11019919480218604"),
    date(1948, 2, 18),
    Sex.FEMALE,
    "汉",
    "青岚市湖东区旧仓街2号",
    "青岚市公安局湖东分局",
    date(2010, 8, 1),
    None,
    long_term=True,
)
_FOREIGNER = CardRecord(
    CardKind.FOREIGNER_2023,
    "杜安然",
    _number("91125019850611000"),
    date(1985, 6, 11),
    Sex.FEMALE,
    valid_from=date(2024, 1, 8),
    valid_to=date(2034, 1, 7),
    english_name="DURAND, ANTOINETTE BERNARDE",
    nationality="FRA",
    old_number="FRA110085061198",
)
_FOREIGNER_2017 = CardRecord(
    CardKind.FOREIGNER_2017,
    "艾琳",
    "UTO110085061199",
    date(1985, 6, 11),
    Sex.FEMALE,
    authority="1500",
    valid_from=date(2019, 3, 4),
    valid_to=date(2029, 3, 3),
    english_name="EXAMPLE, EILEEN",
    nationality="UTO",
)
_HMT = CardRecord(
    CardKind.HMT_PERMIT,
    "陈思远",
    _number("81000019930801000"),
    date(1993, 8, 1),
    Sex.FEMALE,
    address="青岚市湖东区望江路99号",
    authority="青岚市公安局",
    valid_from=date(2022, 10, 10),
    valid_to=date(2027, 10, 9),
    pass_number="H00000000",  # noqa: S106 - the number of a travel permit
)
_LONGEST = _resident(
    "阿依努尔·麦麦提吐尔逊艾力",
    "11019919990101706",
    Sex.FEMALE,
    date(1999, 1, 1),
    "青岚市湖东区经济技术开发区兴业三路与创新大道交叉口东北角海棠花园12号",
    nation="维吾尔",
)

CARDS: Mapping[str, SampleCard] = {
    card.key: card
    for card in (
        SampleCard("ordinary", "林知秋  普通", _ORDINARY),
        SampleCard("two_characters", "乔溪  两个字，有新住址", _TWO_CHARACTERS, "青岚市湖东区新桥路33号"),
        SampleCard("rare_characters", "王䶮𬭩  生僻字", _RARE),
        SampleCard("elderly", "周慕兰  60岁以上", _ELDERLY),
        SampleCard("foreigner", "杜安然  外国人永久居留证（2023）", _FOREIGNER),
        SampleCard("foreigner_2017", "艾琳  外国人永久居留证（2017）", _FOREIGNER_2017),
        SampleCard("hmt_permit", "陈思远  港澳居民居住证", _HMT),
        SampleCard("longest", "阿依努尔  最长的姓名和住址", _LONGEST),
    )
}
