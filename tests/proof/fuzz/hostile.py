"""Bodies that no machine of ours sends, and words of a person that must come back in no error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

NAME, NUMBER = "慕容妙玄", "11010519491231002X"  # invented; the number has a right checksum and no person
_SHARE = 0.3  # of the texts of a body that become one of the two

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"hello",
    "half a body": b'{"ticket_id": "t-1", "item": "',
    "no UTF-8": b'{"ticket_id": "\xff\xfe"}',
    "half a surrogate": b'{"ticket_id": "\\ud800", "request_id": "\\udfff", "clerk": "\\ud83d"}',
    "a zero byte": b'{"ticket_id": "a\\u0000b", "request_id": "\\u0000"}',
    "deep lists": b"[" * 8000,
    "deep objects": b'{"a":' * 3000,
    "deep and whole": b"[" * 3000 + b"]" * 3000,
    "a number of 5,000 digits": b'{"version": ' + b"9" * 5000 + b', "seconds": ' + b"9" * 5000 + b"}",
    "a number without end": b'{"version": 1e999999, "grade": -1e999999, "seconds": NaN}',
    "another type": b'[1, "2", null, true]',
    "a key twice": b'{"ticket_id": "a", "ticket_id": {"b": []}, "request_id": "x", "request_id": 5}',
    "a mark before it": b"\xef\xbb\xbf{}",
    "16 kB of one key": b'{"' + b"k" * 16000 + b'": 1}',
    "a person": json.dumps({"holder": {"name": NAME, "number": NUMBER}, "clerk": NAME, NUMBER: NAME}).encode(),
}


def with_a_person(body: Any, chance: Random) -> Any:
    """The same body; some of its texts are a person's name or number."""
    if isinstance(body, dict):
        return {key: with_a_person(value, chance) for key, value in body.items()}
    if isinstance(body, list):
        return [with_a_person(value, chance) for value in body]
    if isinstance(body, str) and chance.random() < _SHARE:
        return chance.choice((NAME, NUMBER))
    return body


def person_in(answer: bytes) -> Iterator[str]:
    """What of the person stands in an answer, in whatever spelling."""
    for word in (NAME, NUMBER):
        spellings = (word.encode(), json.dumps(word)[1:-1].encode(), word.encode("gb18030"), word.encode("utf-16-le"))
        if any(spelling in answer for spelling in spellings):
            yield word
