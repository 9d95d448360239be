"""Wrong bytes from good ones, from a seed: flipped, cut, glued, doubled, with absurd lengths, or pure noise."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

LONGEST_NOISE = 300


def meals(seeds: Sequence[bytes], seed: int, count: int) -> Iterator[bytes]:
    """`count` byte strings; the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _meal(seeds, chance)


def _meal(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    if not seeds or chance.random() < 0.2:
        return chance.randbytes(chance.randrange(LONGEST_NOISE))
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randrange(1, 4)):
        _MUTATIONS[chance.randrange(len(_MUTATIONS))](data, seeds, chance)
    return bytes(data)


def _flip(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at, stray = chance.randrange(len(data) + 1), chance.randbytes(chance.randrange(1, 9))
    data[at : at + len(stray)] = stray


def _cut(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.randrange(1, len(data) + 2)]


def _insert(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.randbytes(chance.randrange(1, 17))


def _glue(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    data += chance.choice(seeds)


def _double(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = data[at : at + chance.randrange(1, 33)]


def _length(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    """Two bytes somewhere become the smallest or the largest length, in either order of bytes."""
    at = chance.randrange(min(len(data), 24) + 1)
    data[at : at + 2] = chance.choice((b"\x00\x00", b"\xff\xff", b"\x00\x01", b"\x01\x00", b"\x7f\xff", b"\xff\xfe"))


_MUTATIONS = (_flip, _overwrite, _cut, _insert, _glue, _double, _length)
