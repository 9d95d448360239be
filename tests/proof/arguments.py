"""The arguments that every proof's command takes: the short form, a seed to begin with, how much of it."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 256 << 20  # bytes


def parser(purpose: str, amount: str, long: int, short: int) -> argparse.ArgumentParser:
    """`--amount` is by default `long`, with `--quick` it is `short`; see `amount_of`."""
    made = argparse.ArgumentParser(description=purpose)
    made.add_argument("--quick", action="store_true", help=f"the short form: {short} {amount}")
    made.add_argument("--amount", type=int, default=0, help=f"how many {amount}; {long} without it")
    made.add_argument("--seed", type=int, default=1, help="the first seed; a failure names its own")
    made.set_defaults(long=long, short=short)
    return made


def amount_of(given: argparse.Namespace) -> int:
    return int(given.amount or (given.short if given.quick else given.long))


def form_of(given: argparse.Namespace) -> str:
    return "short" if amount_of(given) < given.long else "long"


def memory() -> Path | None:
    """Where files lie in memory, on machines that have such a place: what is proven here does not hang on the disk."""
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


@contextmanager
def workplace(name: str) -> Iterator[Path]:
    """A folder of its own, in memory where that can be."""
    with tempfile.TemporaryDirectory(prefix=f"proof-{name}-", dir=memory()) as folder:
        yield Path(folder)
