"""What a technician sees: exit code, one sentence, and nobody's data unless it was asked for."""

from __future__ import annotations

import argparse
import io
import json
from typing import Any

import pytest

from drivers.id_card.probe import add_arguments, probe, probe_id_card
from drivers.id_card.sample_cards import CARDS
from drivers.receipt_printer import probe as printer_probe
from drivers.receipt_printer.probe import probe_receipt_printer
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper
from tests.drivers.stage import Stage

KEYS = ["kind", "name", "sex", "nation", "birth", "address", "number", "authority"]
KEYS += ["valid_from", "valid_to", "pass_number", "english_name", "nationality", "old_number", "new_address"]


def reader(stage: Stage, wait: float = 0.0, as_json: bool = False, reveal: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    return probe_id_card(stage.port("id-card"), wait, as_json, reveal, out), out.getvalue()


def printer(stage: Stage, test_page: bool = True) -> tuple[int, dict[str, Any]]:
    out = io.StringIO()
    code = probe_receipt_printer(stage.port("receipt-printer"), test_page, True, out)
    return code, json.loads(out.getvalue())


def test_a_laid_card_is_shown_in_full_when_asked_for(stage: Stage) -> None:
    stage.do("lay_card", card="elderly")
    code, said = reader(stage, as_json=True, reveal=True)
    shown = json.loads(said)
    assert (code, list(shown)) == (0, KEYS)
    assert shown["name"] == "周慕兰"
    assert (shown["kind"], shown["sex"], shown["nation"]) == ("resident", "female", "汉")
    assert (shown["birth"], shown["valid_to"]) == ("1948-02-18", "长期")


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("key", CARDS)
def test_without_reveal_nobody_can_be_known_from_it(stage: Stage, key: str, as_json: bool) -> None:
    stage.do("lay_card", card=key)
    code, said = reader(stage, as_json=as_json)
    record = CARDS[key].record
    secrets = (record.name, record.number, record.address, record.pass_number, record.english_name, record.old_number)
    assert code == 0
    assert not any(secret and secret in said for secret in secrets)
    assert record.birth and record.birth.isoformat() not in said


def test_the_number_of_the_card_before_and_the_newest_address_are_shown_to_who_asks(stage: Stage) -> None:
    stage.do("lay_card", card="foreigner")
    assert json.loads(reader(stage, as_json=True, reveal=True)[1])["old_number"] == CARDS["foreigner"].record.old_number
    stage.do("lift_card")
    stage.do("lay_card", card="two_characters")
    parser, out = argparse.ArgumentParser(), io.StringIO()
    add_arguments(parser)
    given = parser.parse_args(["--new-address"], argparse.Namespace(port=stage.port("id-card"), json=True))
    assert probe(given, out) == 0
    newest = CARDS["two_characters"].new_address
    assert json.loads(out.getvalue())["new_address"] == newest[:3] + "*" * (len(newest) - 3)


def test_the_same_card_can_be_tried_again_without_lifting_it(stage: Stage) -> None:
    stage.do("lay_card")
    assert (reader(stage)[0], reader(stage)[0]) == (0, 0)


def test_no_card_within_the_wait_is_5(stage: Stage) -> None:
    code, said = reader(stage, wait=0.3)
    assert (code, said.count("\n")) == (5, 1)
    assert "no card" in said


def test_a_silent_reader_is_3(stage: Stage) -> None:
    stage.do("silence", device="id-card")
    code, said = reader(stage)
    assert (code, said.count("\n"), "silent" in said) == (3, 1, True)


def test_a_reader_that_goes_away_while_waiting_is_3(stage: Stage) -> None:
    stage.do("unplug", device="id-card", after_bytes=60)
    assert reader(stage, wait=20)[0] == 3


def test_a_module_that_reports_an_error_is_4(stage: Stage) -> None:
    stage.do("status_code", code="not_authorised")
    code, said = reader(stage, as_json=True)
    assert (code, json.loads(said)["error"]) == (4, "not_authorised")


def test_a_card_that_refuses_is_4(stage: Stage) -> None:
    stage.do("lay_card")
    stage.do("status_code", code="module_refused_card", answer="read")
    assert reader(stage)[0] == 4


@pytest.mark.parametrize("port", ["/dev/no-such-port", "no-such-scheme://x", "/etc/hostname", "", "socket://nowhere"])
def test_a_port_that_cannot_be_right_is_2_and_says_why(port: str) -> None:
    of_reader, of_printer = io.StringIO(), io.StringIO()
    codes = probe_id_card(port, 0, False, False, of_reader), probe_receipt_printer(port, True, False, of_printer)
    assert codes == (2, 2)
    assert (of_reader.getvalue().count("\n"), of_printer.getvalue().count("\n")) == (1, 1)


def test_a_port_in_use_is_2(stage: Stage) -> None:
    owner = stage.reader()
    stage.do("lay_card")
    stage.read(owner).first()
    code, said = reader(stage)
    assert (code, "in use" in said) == (2, True)


def test_a_virtual_device_whose_plug_is_out_is_2_and_says_where_to_look(stage: Stage) -> None:
    for device in ("id-card", "receipt-printer"):
        stage.do("unplug", device=device)
    code, said = reader(stage)
    assert (code, "virtual-devices has to run" in said) == (2, True)
    assert printer(stage)[1]["sentence"].endswith("its plug to be in.")


def test_what_a_printer_lacks_is_told_with_what_to_do(stage: Stage) -> None:
    stage.do("paper", level="out")
    code, told = printer(stage)
    assert (code, told["error"], told["sentence"].endswith("Put in a new roll.")) == (4, "paper_out", True)


def test_a_printer_that_falls_silent_in_the_middle_reports_nothing_and_is_3(stage: Stage) -> None:
    fell = DeviceStatus(DeviceState.OFFLINE, "silent", paper=Paper.UNKNOWN, cover=Cover.UNKNOWN)
    code, reason, sentence = printer_probe._verdict(fell, None)
    assert (code, reason, "reports" in sentence) == (3, "silent", False)


def test_a_good_printer_prints_its_test_page(stage: Stage) -> None:
    code, told = printer(stage)
    assert (code, told["paper"], told["test_page"]["outcome"]) == (0, "full", "printed")
    (ticket,) = stage.tickets()
    assert (ticket["label"], ticket["qr"], ticket["cut"], ticket["unknown"]) == ("T000", "TEST PAGE 测试页", True, [])
    assert ticket["rasters"] == 1


def test_without_test_page_a_printer_is_only_asked(stage: Stage) -> None:
    assert printer(stage, test_page=False)[0] == 0
    assert stage.tickets() == []


def asked_printer(stage: Stage, *words: str) -> tuple[int, dict[str, Any]]:
    parser, out = argparse.ArgumentParser(), io.StringIO()
    printer_probe.add_arguments(parser)
    given = parser.parse_args(words, argparse.Namespace(port=stage.port("receipt-printer"), json=True))
    code = printer_probe.probe(given, out)
    return code, json.loads(out.getvalue())


def test_a_test_page_fits_a_narrow_roll_and_is_drawn_where_the_head_cannot(stage: Stage) -> None:
    code, told = asked_printer(stage, "--test-page", "--paper", "58", "--qr", "raster", "--charset", "gb18030")
    assert (code, told["test_page"]["outcome"]) == (0, "printed")
    (ticket,) = stage.tickets()
    assert max(len(line.encode("gbk")) for line in ticket["text"]) == 32
    assert (ticket["qr"], ticket["unknown"]) == ("", [])


def test_a_printer_without_a_line_back_is_not_called_ready(stage: Stage) -> None:
    code, told = asked_printer(stage, "--fence", "none")
    assert (code, told["error"], told["paper"]) == (3, "no_line_back", "notSupported")
    assert "ready" not in told["sentence"]


def test_a_printer_that_does_not_tell_its_paper_is_not_called_ready() -> None:
    untold = DeviceStatus(DeviceState.ONLINE, paper=Paper.UNKNOWN, cover=Cover.CLOSED)
    code, reason, sentence = printer_probe._verdict(untold, None)
    assert (code, reason, "ready" in sentence) == (0, "", False)


def test_no_paper_is_4_and_named(stage: Stage) -> None:
    stage.do("paper", level="out")
    for test_page in (True, False):
        code, told = printer(stage, test_page)
        assert (code, told["error"], told["paper"]) == (4, "paper_out", "out")


def test_a_silent_printer_is_3(stage: Stage) -> None:
    stage.do("silence", device="receipt-printer")
    assert printer(stage)[0] == 3
