"""A reader that does not answer, for a moment or for good."""

from __future__ import annotations

from drivers.id_card.sample_cards import CARDS
from kiosk.ports.devices import CardMedia, DeviceState, ReadFailure
from tests.drivers.stage import Stage, eventually


def test_a_reader_silent_from_the_start_is_offline_and_comes_by_itself(stage: Stage) -> None:
    stage.do("silence", device="id-card")
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.OFFLINE)
    assert stage.read(reader).first() is ReadFailure.READER_SILENT
    stage.do("lift_faults", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)


def test_a_reader_that_falls_silent_ends_the_wait_for_a_card(stage: Stage) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    answer = stage.read(reader)
    stage.do("silence", device="id-card")
    assert answer.first() is ReadFailure.READER_SILENT
    assert reader.status().media is CardMedia.UNKNOWN


def test_a_reader_silent_only_while_reading_says_so_after_three_tries(stage: Stage) -> None:
    reader = stage.reader()
    stage.do("silence", device="id-card", answer="read")
    answer = stage.read(reader)
    stage.do("lay_card")
    assert answer.first() is ReadFailure.READER_SILENT
    stage.do("lift_faults", device="id-card")
    assert stage.read(reader).first() == CARDS["ordinary"].record


def test_a_silence_of_one_answer_is_never_noticed(stage: Stage) -> None:
    reader = stage.reader()
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    answer = stage.read(reader)
    stage.do("silence", device="id-card", times=1)
    stage.do("lay_card")
    assert answer.first() == CARDS["ordinary"].record
    assert all(status.device is DeviceState.ONLINE for status in stage.statuses.all)


def test_a_reader_silent_for_long_is_out_of_service_with_a_reason(stage: Stage) -> None:
    stage.do("silence", device="id-card")
    reader = stage.reader()
    assert eventually(lambda: reader.status().reason == "out_of_service:silent")
    assert reader.status().device is DeviceState.OFFLINE
    stage.do("lift_faults", device="id-card")
    assert eventually(lambda: reader.status().device is DeviceState.ONLINE)
    assert reader.status().reason == ""
