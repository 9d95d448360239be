"""One person under every version of the city's key."""

from __future__ import annotations

import hashlib
import hmac

from kiosk.domain.keyed_hash import KeyedHash, MatchKey, keyed_hash, keyed_hashes

OLD, NEW = MatchKey(1, b"\x0b" * 20), MatchKey(2, b"\x0c" * 20)
NUMBER = "11010119900307002X"


def test_the_hash_is_the_standards_hmac() -> None:
    # RFC 4231, test case 1: the same HMAC-SHA256, of a text that has no small letters
    assert (
        hmac.new(b"\x0b" * 20, b"Hi There", hashlib.sha256).hexdigest().startswith("b0344c61d8db38535ca8afceaf0bf12b")
    )
    assert keyed_hash(NUMBER, OLD) == KeyedHash(hmac.new(OLD.key, NUMBER.encode(), hashlib.sha256).hexdigest(), 1)


def test_a_small_x_is_the_same_person() -> None:
    assert keyed_hash(NUMBER.lower(), OLD) == keyed_hash(NUMBER, OLD)


def test_while_a_new_key_comes_into_use_a_person_is_known_under_both_and_the_newest_comes_first() -> None:
    assert keyed_hashes(NUMBER, [OLD, NEW]) == (keyed_hash(NUMBER, NEW), keyed_hash(NUMBER, OLD))
    assert keyed_hash(NUMBER, NEW).hash != keyed_hash(NUMBER, OLD).hash


def test_a_key_shows_nothing_of_itself() -> None:
    assert "0b" not in repr(OLD)
