"""What a class shows of its codecs so that they can be fed with anything: its folder's `fuzz.py` lists them.

The frame (tests/proof/fuzz_devices; `make fuzz-devices` is its long form) finds the lists by itself. A codec
has to eat every byte string without an exception, in time that grows with its length only, and without keeping more
than a bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FuzzTarget:
    """`eat` takes one frame, or one stretch of a stream; `held` tells how many bytes the codec keeps afterwards.

    `seeds` are whole frames that are mutated: bytes flipped, cut, glued, doubled. `most_held` is the codec's bound.
    """

    name: str
    eat: Callable[[bytes], object]
    seeds: Sequence[bytes]
    held: Callable[[], int] = lambda: 0
    most_held: int = 0
