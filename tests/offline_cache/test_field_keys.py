"""The key file: for its owner only, complete after every kill, and nothing left of what was forgotten."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from offline_cache.field_encryption import FieldCipher, Place, Unreadable
from offline_cache.field_keys import FieldKeys, KeyFileProblem, load_keys

PLACE = Place("change", "match_key/1", "body")


def loaded(path: Path, cipher: FieldCipher = FieldCipher.AES_256_GCM) -> FieldKeys:
    keys = load_keys(path, cipher)
    assert isinstance(keys, FieldKeys)
    return keys


def test_a_key_made_at_the_first_start_opens_what_it_closed_at_the_next(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "hall-fields.json"
    cell = loaded(path).encrypt(PLACE, b"x")
    assert loaded(path).decrypt(PLACE, cell) == b"x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_key_file_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    loaded(path)
    path.chmod(0o640)
    assert load_keys(path, FieldCipher.AES_256_GCM) is KeyFileProblem.OPEN_TO_OTHERS


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"{",
        b"[]",
        b'{"keys": []}',
        b'{"made": "2026-11-23", "keys": [{"id": "00", "cipher": "sm4-gcm", "key": ""}]}',
    ],
)
def test_a_key_file_that_makes_no_sense_is_moved_aside_and_a_new_key_is_made(tmp_path: Path, spoilt: bytes) -> None:
    path = tmp_path / "keys"
    cell = loaded(path).encrypt(PLACE, b"x")
    path.write_bytes(spoilt)
    assert loaded(path).decrypt(PLACE, cell) is Unreadable.UNKNOWN_KEY
    assert path.with_name("keys.broken").read_bytes() == spoilt


def test_a_new_key_of_another_cipher_takes_over_and_the_old_one_still_opens_until_it_is_forgotten(
    tmp_path: Path,
) -> None:
    path = tmp_path / "keys"
    keys = loaded(path)
    old = keys.encrypt(PLACE, b"old")
    keys.add(FieldCipher.SM4_GCM)
    new = keys.encrypt(PLACE, b"new")
    again = loaded(path)
    assert again.newest.cipher is FieldCipher.SM4_GCM
    assert (again.decrypt(PLACE, old), again.decrypt(PLACE, new)) == (b"old", b"new")
    again.forget_older()
    for book in (again, loaded(path)):
        assert (book.decrypt(PLACE, old), book.decrypt(PLACE, new)) == (Unreadable.UNKNOWN_KEY, b"new")


def test_what_a_replaced_key_file_held_is_overwritten_where_it_stood(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    keys = loaded(path)
    first = json.loads(path.read_bytes())["keys"][0]["key"]
    held = path.open("rb")  # as a disk holds the blocks of a file whose name is gone
    keys.add(FieldCipher.AES_256_GCM)
    keys.forget_older()
    with held:
        assert not held.read().strip(b"\0")
    assert first.encode() not in path.read_bytes()
