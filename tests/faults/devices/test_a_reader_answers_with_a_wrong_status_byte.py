"""What a card or a module can say instead of a record, and what a person is told."""

from __future__ import annotations

import pytest

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import DeviceState, ReadFailure
from tests.drivers.stage import Stage, eventually

MEANINGS = {
    "card_refused_module": ReadFailure.CARD_REFUSED,
    "module_refused_card": ReadFailure.CARD_REFUSED,
    "not_verified": ReadFailure.CARD_REFUSED,
    "unknown_card_type": ReadFailure.CARD_UNKNOWN,
    "read_failed": ReadFailure.CARD_MOVED,
    "not_found": ReadFailure.CARD_MOVED,
    "no_random_number": ReadFailure.CARD_MOVED,
    "wrong_information_length": ReadFailure.RECORD_BROKEN,
    "not_authorised": ReadFailure.READER_FAULT,
    "bad_checksum": ReadFailure.READER_SILENT,
    "77": ReadFailure.CARD_MOVED,
}


@pytest.mark.parametrize("code", MEANINGS)
def test_each_refusal_has_its_meaning_and_the_next_read_is_a_new_try(stage: Stage, code: str) -> None:
    reader = stage.reader()
    stage.do("status_code", code=code, answer="read")
    answer = stage.read(reader)
    stage.do("lay_card")
    assert answer.first() is MEANINGS[code]
    stage.do("lift_faults", device="id-card")
    assert stage.read(reader).first() == CARDS["ordinary"].record


def test_a_card_laid_crookedly_is_read_at_the_second_try(stage: Stage) -> None:
    answer = stage.read(stage.reader())
    stage.do("status_code", code="41", answer="read", times=2)
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record


def test_a_module_that_failed_its_self_check_is_broken_and_says_so(stage: Stage) -> None:
    stage.do("status_code", code="self_check_failed")
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.HARDWARE_ERROR)
    assert stage.read(reader).first() is ReadFailure.READER_FAULT
    assert eventually(lambda: reader.status().reason == "out_of_service:self_check_failed")
    stage.do("lift_faults", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)


def test_a_wrong_status_to_every_look_for_a_card_finds_no_card_and_breaks_nothing(stage: Stage) -> None:
    stage.do("status_code", code="unrecognised_error", answer="find")
    reader = stage.reader()
    stage.do("lay_card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    assert stage.cards.all == []
