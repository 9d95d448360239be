"""Every word that a module has for "no", and what a person is told of it."""

from __future__ import annotations

import pytest

from drivers.id_card.codec import Reply
from drivers.id_card.reading import meaning_of
from kiosk.ports.devices import ReadFailure

REFUSALS = {
    ReadFailure.CARD_REFUSED: "31 32 33 37",
    ReadFailure.CARD_UNKNOWN: "40",
    ReadFailure.CARD_MOVED: "24 41 47 80 81 77 FF",
    ReadFailure.RECORD_BROKEN: "3F",
    ReadFailure.READER_FAULT: "21 23 60 66",
    ReadFailure.READER_SILENT: "10 11",
}


@pytest.mark.parametrize("meaning", REFUSALS)
def test_a_refusal_means_what_the_page_on_devices_says(meaning: ReadFailure) -> None:
    codes = bytes.fromhex(REFUSALS[meaning])
    assert [meaning_of(Reply(bytes((0, 0, code)), b"")) for code in codes] == [meaning] * len(codes)


def test_a_status_whose_first_bytes_are_not_zero_is_no_known_one() -> None:
    assert meaning_of(Reply(b"\x01\x00\x66", b"")) is ReadFailure.CARD_MOVED
