"""Encrypted cells: the published known answers, and every way in which one must not open."""

from __future__ import annotations

import pytest

from offline_cache.field_encryption import (
    KEY_BYTES,
    FieldCipher,
    FieldKey,
    Place,
    Unreadable,
    closed,
    decrypt,
    encrypt,
    opened,
)

PLACE = Place("booking", "B-1", "body")
BOTH = pytest.mark.parametrize("cipher", list(FieldCipher))

# AES-GCM: McGrew and Viega, The Galois/Counter Mode of Operation, test case 16. SM4-GCM: RFC 8998, appendix A.1.
KNOWN = {
    FieldCipher.AES_256_GCM: (
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
    FieldCipher.SM4_GCM: (
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec",
    ),
}


def a_key(cipher: FieldCipher, name: bytes = b"key1", first: int = 1) -> FieldKey:
    return FieldKey(name, cipher, bytes(range(first, first + KEY_BYTES[cipher])))


@BOTH
def test_a_cipher_gives_the_answers_that_its_standard_prints(cipher: FieldCipher) -> None:
    key, nonce, associated, plain, text = (bytes.fromhex(part) for part in KNOWN[cipher])
    assert closed(FieldKey(b"0000", cipher, key), nonce, associated, plain) == text
    assert opened(FieldKey(b"0000", cipher, key), nonce, associated, text) == plain


@BOTH
def test_what_was_encrypted_is_read_at_its_place_and_never_written_the_same_way_twice(cipher: FieldCipher) -> None:
    key, plain = a_key(cipher), "张*三 2217".encode()
    cells = {encrypt(key, PLACE, plain) for _ in range(50)}
    assert len(cells) == 50
    assert {decrypt({key.id: key}, PLACE, cell) for cell in cells} == {plain}
    assert all(plain not in cell and b"2217" not in cell for cell in cells)


@BOTH
def test_a_value_moved_to_another_row_column_or_table_does_not_open(cipher: FieldCipher) -> None:
    key = a_key(cipher)
    cell = encrypt(key, PLACE, b"x")
    for other in (Place("booking", "B-2", "body"), Place("booking", "B-1", "name"), Place("change", "B-1", "body")):
        assert decrypt({key.id: key}, other, cell) is Unreadable.WRONG_KEY


@BOTH
def test_one_changed_bit_anywhere_behind_the_name_of_the_key_is_noticed(cipher: FieldCipher) -> None:
    key = a_key(cipher)
    cell = encrypt(key, PLACE, b"somebody")
    for at in range(5, len(cell)):
        changed = cell[:at] + bytes([cell[at] ^ 1]) + cell[at + 1 :]
        assert decrypt({key.id: key}, PLACE, changed) is Unreadable.WRONG_KEY


@BOTH
def test_another_key_is_an_answer_and_a_key_that_is_not_there_another(cipher: FieldCipher) -> None:
    key, impostor = a_key(cipher), a_key(cipher, first=2)
    cell = encrypt(key, PLACE, b"x")
    assert decrypt({key.id: impostor}, PLACE, cell) is Unreadable.WRONG_KEY
    assert decrypt({b"key2": impostor}, PLACE, cell) is Unreadable.UNKNOWN_KEY


def test_what_is_no_cell_is_said_to_be_none() -> None:
    key = a_key(FieldCipher.AES_256_GCM)
    for cell in (b"", b"\x01", b"\x02" + bytes(60), b'{"version":1,"key":"a text that stood there before"}'):
        assert decrypt({key.id: key}, PLACE, cell) is Unreadable.NOT_ENCRYPTED


def test_a_key_shows_nothing_of_itself() -> None:
    key = FieldKey(b"key1", FieldCipher.SM4_GCM, b"not to be shown!")
    assert "not to be shown" not in repr(key)
