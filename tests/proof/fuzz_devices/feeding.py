"""Feeds one codec, and says what was wrong with how it ate."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from drivers.device_classes import with_part
from drivers.fuzzing import FuzzTarget
from tests.proof.fuzz_devices.mutating import meals

SLOWEST_S = 2.0  # one meal; a codec that blocks takes for ever, a busy machine does not
MOST_TOLD = 5
MOST_GROWN = 64 << 20  # bytes; what the allocator keeps is a few millions, 64 bytes a meal are more in a million
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Eaten:
    meals: int = 0
    size: int = 0
    slowest_s: float = 0.0
    most_held: int = 0
    grown: int = 0  # bytes of this process, after the first tenth of the meals
    failures: list[str] = field(default_factory=list)


def targets() -> list[FuzzTarget]:
    """The codecs of every class, as their folders list them."""
    return [target for one in with_part("fuzz") for target in one.part("fuzz").TARGETS]


def fed(target: FuzzTarget, seed: int, count: int) -> Eaten:
    eaten, before = Eaten(), 0
    for meal in meals(target.seeds, seed, count):
        began = time.monotonic()
        try:
            target.eat(meal)
        except Exception as error:
            eaten.failures.append(f"{target.name}: {type(error).__name__} from {meal[:80].hex()}")
        eaten.slowest_s = max(eaten.slowest_s, time.monotonic() - began)
        eaten.most_held = max(eaten.most_held, target.held())
        eaten.meals, eaten.size = eaten.meals + 1, eaten.size + len(meal)
        if eaten.meals == count // 10:
            before = _resident()
        if len(eaten.failures) >= MOST_TOLD:
            break
    eaten.grown = _resident() - before if before else 0
    return _judged(target, eaten)


def _judged(target: FuzzTarget, eaten: Eaten) -> Eaten:
    if eaten.slowest_s > SLOWEST_S:
        eaten.failures.append(f"{target.name}: took {eaten.slowest_s:.1f} s for one meal")
    if eaten.most_held > target.most_held:
        eaten.failures.append(f"{target.name}: holds {eaten.most_held} bytes, its bound is {target.most_held}")
    if eaten.grown > MOST_GROWN:
        eaten.failures.append(f"{target.name}: this process grew by {eaten.grown} bytes")
    return eaten


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
