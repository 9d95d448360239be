"""The 256-byte text record of the four kinds of card, read and written.

One table a kind: field, offset, length in bytes; text is UTF-16LE padded with spaces. The kind stands in the character
at offset 248. Layouts of all four by vendors' tables and public drivers that agree [A]; rare characters as surrogate
pairs follow from the encoding [C]. The record is the same whichever reader delivers it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from drivers.id_card.codec import TEXT_SIZE
from drivers.id_card.nations import CODE_OF, NATION_OF
from kiosk.domain.identity import LENGTH, CardKind, CardRecord, Sex, check_character
from kiosk.ports.devices import ReadFailure

LONG_TERM = "长期"
_LINK = re.compile("[0-9A-Z<]{3}")
Layout = Mapping[str, tuple[int, int]]

_VALIDITY = {"valid_from": (188, 16), "valid_to": (204, 16)}
_PERSON = {"name": (0, 30), "sex": (30, 2), "birth": (36, 16), "address": (52, 70), "number": (122, 36)}
LAYOUTS: dict[CardKind, Layout] = {
    CardKind.RESIDENT: _PERSON | {"nation": (32, 4), "authority": (158, 30)} | _VALIDITY,
    CardKind.HMT_PERMIT: _PERSON | {"authority": (158, 30), "pass_number": (220, 18)} | _VALIDITY,
    CardKind.FOREIGNER_2017: {
        "english_name": (0, 120),
        "sex": (120, 2),
        "number": (122, 30),
        "nationality": (152, 6),
        "name": (158, 30),
        "birth": (220, 16),
        "authority": (240, 8),
    }
    | _VALIDITY,
    CardKind.FOREIGNER_2023: {
        "name": (0, 30),
        "sex": (30, 2),
        "birth": (36, 16),
        "english_name": (52, 70),
        "english_rest": (220, 22),
        "number": (122, 36),
        "nationality": (242, 6),
        "old_link": (250, 6),
    }
    | _VALIDITY,
}
KIND_AT = 248
KIND_OF = {
    " ": CardKind.RESIDENT,
    "J": CardKind.HMT_PERMIT,
    "I": CardKind.FOREIGNER_2017,
    "Y": CardKind.FOREIGNER_2023,
}
MARK_OF = {kind: mark for mark, kind in KIND_OF.items()}
SEX_OF = {"0": Sex.UNKNOWN, "1": Sex.MALE, "2": Sex.FEMALE, "9": Sex.NOT_STATED}
SEX_CODE = {sex: code for code, sex in SEX_OF.items()}


def decode(text: bytes) -> CardRecord | ReadFailure:
    """The record as a value; CARD_UNKNOWN for a kind without a layout, RECORD_BROKEN for impossible contents."""
    if len(text) != TEXT_SIZE:
        return ReadFailure.RECORD_BROKEN
    kind = KIND_OF.get(text[KIND_AT : KIND_AT + 2].decode("utf-16-le", "replace"))
    if kind is None:
        return ReadFailure.CARD_UNKNOWN
    try:
        return _record(kind, {name: _field(text, *place) for name, place in LAYOUTS[kind].items()})
    except ValueError:
        return ReadFailure.RECORD_BROKEN


def _field(text: bytes, offset: int, length: int) -> str:
    return text[offset : offset + length].decode("utf-16-le")


def _record(kind: CardKind, raw: Mapping[str, str]) -> CardRecord:
    english = raw.get("english_name", "") + raw.get("english_rest", "")
    fields = {name: value.strip(" \0") for name, value in raw.items()} | {"english_name": english.strip(" \0")}
    until = fields["valid_to"]
    return CardRecord(
        kind=kind,
        name=_present(fields["name"] or fields["english_name"]),
        number=_number(kind, fields["number"]),
        birth=_day(_present(fields["birth"])),
        sex=SEX_OF.get(fields["sex"], Sex.UNKNOWN),
        nation=NATION_OF.get(fields.get("nation", ""), fields.get("nation", "")),
        address=fields.get("address", ""),
        authority=fields.get("authority", ""),
        valid_from=_day(fields["valid_from"]),
        valid_to=None if until == LONG_TERM else _day(until),
        long_term=until == LONG_TERM,
        pass_number=fields.get("pass_number", ""),
        english_name=fields["english_name"],
        nationality=fields.get("nationality", ""),
        old_number=old_number(fields["number"], fields.get("nationality", ""), fields.get("old_link", "")),
    )


def old_number(number: str, country: str, link: str) -> str:
    """The 15-character number of the card before, put together again from the new one; empty without a link.

    Country, digits 2 and 3, two of the link, birth as YYMMDD, the link's third, and the check digit of travel documents
    (ICAO 9303: weights 7 3 1). One vendor's table says so [B]; nobody's check but its own confirms it.
    """
    if not (_LINK.fullmatch(link) and _LINK.fullmatch(country)):
        return ""
    first14 = country + number[1:3] + link[:2] + number[8:14] + link[2:]
    return first14 + _travel_check(first14)


def _travel_check(text: str) -> str:
    values = (0 if sign == "<" else int(sign, 36) for sign in text)
    return str(sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10)


def _present(value: str) -> str:
    if not value or min(value) < " ":  # private-use characters are allowed: older cards carry rare hanzi so
        raise ValueError("a field that every card has is empty or not text")
    return value


def _number(kind: CardKind, number: str) -> str:
    if kind is CardKind.FOREIGNER_2017:
        whole = number.isascii() and number.isalnum()
    else:
        whole = len(number) == LENGTH and number.isascii() and number[:17].isdigit()
        whole = whole and check_character(number[:17]) == number[17]
    if not whole:
        raise ValueError("the number contradicts itself")
    return number


def _day(digits: str) -> date | None:
    if not digits:
        return None
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        raise ValueError("a date is not eight digits")
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def encode(record: CardRecord) -> bytes:
    """The record as a card would hold it. Raises ValueError when a field is too long for its place."""
    layout = LAYOUTS[record.kind]
    text = bytearray(" ".encode("utf-16-le") * (TEXT_SIZE // 2))
    for name, value in _texts(record).items():
        if name in layout:
            _put(text, layout[name], value)
    _put(text, (KIND_AT, 2), MARK_OF[record.kind])
    return bytes(text)


def _texts(record: CardRecord) -> dict[str, str]:
    whole_english = record.kind is CardKind.FOREIGNER_2017
    return {
        "name": "" if record.name == record.english_name else record.name,
        "sex": SEX_CODE[record.sex],
        "nation": CODE_OF.get(record.nation, record.nation),
        "birth": _digits(record.birth),
        "address": record.address,
        "number": record.number,
        "authority": record.authority,
        "valid_from": _digits(record.valid_from),
        "valid_to": LONG_TERM if record.long_term else _digits(record.valid_to),
        "pass_number": record.pass_number,
        "english_name": record.english_name if whole_english else record.english_name[:35],
        "english_rest": record.english_name[35:],
        "nationality": record.nationality,
        "old_link": record.old_number[5:7] + record.old_number[13:14],
    }


def _digits(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else ""


def _put(text: bytearray, place: tuple[int, int], value: str) -> None:
    offset, length = place
    units = value.encode("utf-16-le")
    if len(units) > length:
        raise ValueError(f"a field of {length} bytes cannot hold {len(units)}")
    text[offset : offset + len(units)] = units
