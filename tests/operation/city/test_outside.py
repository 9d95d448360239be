"""What surrounds a city: keys in a file of their own, a gateway and a rule that are off until somebody names them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.city.bookings.http_admission import HttpAdmission
from kiosk.city.bookings.http_gateway import HttpGateway
from kiosk.city.field_keys import FieldKeys, Place
from kiosk.operation.city.field_keys import NAME, KeyFileProblem, ensure_field_keys
from kiosk.operation.city.outside import city_outside
from kiosk.operation.configuration import Configuration, ConfigurationProblem, read_configuration
from kiosk.operation.state_folder import StateFolder
from tests.sync.upstream import Noted

PLACE = Place("booking_contact", "b-1", "phone")


def configured(tmp_path: Path, text: str) -> Configuration:
    file = tmp_path / "kiosk.toml"
    file.write_text(text)
    found = read_configuration(file)
    assert isinstance(found, Configuration), found
    return found


def test_the_keys_are_made_once_and_several_workers_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as workers:
        found = list(workers.map(lambda _: ensure_field_keys(tmp_path / "secrets"), range(8)))
    assert all(isinstance(keys, FieldKeys) for keys in found)
    sealed = found[0].seal("13900000000", PLACE)  # type: ignore[union-attr]
    assert {keys.open(sealed, PLACE) for keys in found} == {"13900000000"}  # type: ignore[union-attr]
    assert (tmp_path / "secrets" / NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "{}", '{"keys": {}}', '{"keys": {"1": "c2hvcnQ="}}', '{"keys": {"x": "!"}}'])
def test_a_broken_key_file_is_left_alone_and_nothing_is_kept(tmp_path: Path, content: str) -> None:
    state = StateFolder(tmp_path).make()
    file = state.secrets / NAME
    file.write_text(content)
    file.chmod(0o600)
    log = Noted()
    assert city_outside(Configuration(), state, log).field_keys is None
    assert log.names == ["city_field_keys_unusable"] and file.read_text() == content


def test_a_key_file_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    ensure_field_keys(tmp_path)
    (tmp_path / NAME).chmod(0o644)
    assert ensure_field_keys(tmp_path) is KeyFileProblem.OPEN_TO_OTHERS


def test_nobody_is_reminded_and_everybody_admitted_until_somebody_names_a_service(tmp_path: Path) -> None:
    outside = city_outside(Configuration(), StateFolder(tmp_path).make(), Noted())
    assert outside.gateway is None and outside.admission is None and outside.field_keys is not None


def test_a_gateway_whose_token_cannot_be_read_is_off_and_a_rule_is_still_asked(tmp_path: Path) -> None:
    text = '[messages]\ngateway_url = "http://127.0.0.1:9/send"\ngateway_token_file = "{0}"\n'
    text += '[admission]\nrule_url = "https://rule.example/ask"\nrule_token_file = "{0}"\nadmit_when_silent = false\n'
    missing = configured(tmp_path, text.format(tmp_path / "token"))
    log = Noted()
    outside = city_outside(missing, StateFolder(tmp_path).make(), log)
    assert outside.gateway is None and isinstance(outside.admission, HttpAdmission)
    assert [fields["service"] for fields in log.fields] == ["messages", "admission"]
    (tmp_path / "token").write_text("word\n")
    assert isinstance(city_outside(missing, StateFolder(tmp_path), log).gateway, HttpGateway)


@pytest.mark.parametrize("url", ["http://gateway.example/send", "ftp://127.0.0.1/", "https://me:word@gateway.example/"])
def test_a_service_beyond_this_machine_is_reached_encrypted_and_without_a_word_in_its_address(
    tmp_path: Path, url: str
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f"[messages]\ngateway_url = {json.dumps(url)}\n")
    found = read_configuration(file)
    assert isinstance(found, ConfigurationProblem) and "gateway_url" in found.sentences[0]
