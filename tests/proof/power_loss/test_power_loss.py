"""The short form of `make power-loss`, and that it bites. The disk that forgets is tested by hand-made cases first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.arguments import workplace
from tests.proof.power_loss.cuts import Effort, Promise, cuts
from tests.proof.power_loss.disk import (
    SECTOR,
    Cut,
    Disk,
    FileSynced,
    FolderSynced,
    Mark,
    Named,
    Step,
    Unnamed,
    Write,
    sectors,
)
from tests.proof.power_loss.judging import Wrong
from tests.proof.power_loss.life import Plan, bitten, proved
from tests.proof.power_loss.recording import is_possible

recorder = pytest.mark.skipif(not is_possible(), reason="strace is not installed")


@pytest.fixture
def where() -> Iterator[Path]:
    with workplace("test") as folder:
        yield folder


def test_a_write_is_safe_when_its_file_was_synced_and_a_name_when_its_folder_was() -> None:
    disk = Disk({})
    for step in (Named(1, "a"), Write(1, 0, b"safe"), FileSynced(1)):
        disk.take(step)
    assert disk.after_a_cut([]) == {}
    assert disk.after_a_cut(disk.pending) == {"a": b"safe"}
    disk.take(FolderSynced())
    disk.take(Write(1, 4, b"ty"))
    assert (disk.after_a_cut([]), disk.after_a_cut(disk.pending)) == ({"a": b"safe"}, {"a": b"safety"})


def test_a_later_write_may_survive_the_one_before_it_and_leaves_a_hole() -> None:
    disk = Disk({"a": b""})
    first, second = Write(0, 0, b"one"), Write(0, 3, b"two")
    disk.take(first)
    disk.take(second)
    assert disk.after_a_cut([second]) == {"a": b"\0\0\0two"}


def test_a_file_may_come_back_under_the_name_that_was_taken_from_it() -> None:
    disk = Disk({"a": b"old"})
    for step in (Unnamed("a"), Named(1, "b"), Write(1, 0, b"new"), FileSynced(1), Named(1, "a", "b"), Cut(1, 2)):
        disk.take(step)
    assert disk.after_a_cut([]) == {"a": b"old"}
    assert disk.after_a_cut(disk.pending) == {"a": b"ne"}


def test_a_write_is_torn_at_the_disks_own_sectors() -> None:
    pieces = sectors(Write(0, SECTOR - 10, bytes(SECTOR + 20)))
    assert [(piece.at, len(piece.data)) for piece in pieces if isinstance(piece, Write)] == [
        (SECTOR - 10, 10), (SECTOR, SECTOR), (2 * SECTOR, 10),
    ]  # fmt: skip


def test_every_part_of_a_small_window_is_cut_once_with_what_was_promised_then() -> None:
    steps: list[Step] = [Mark("begin\tw"), Write(0, 0, b"x"), Write(0, 1, b"y"), FileSynced(0), Mark("end\ttwo\t0")]
    found = list(cuts(steps, {"a": b""}, Promise("one", "", "one"), Effort(sampled=0), seed=1))
    under_way = [each.image["a"] for each in found if each.promise == Promise("one", "w", "two")]
    assert sorted(under_way) == [b"", b"\0y", b"x", b"xy"]
    assert [(each.image["a"], each.promise.after) for each in found[4:]] == [(b"xy", "two")]


@recorder
@pytest.mark.parametrize("role", ["terminal", "hall"])
def test_after_any_power_cut_a_book_holds_all_that_had_returned_and_nothing_half(role: str, where: Path) -> None:
    tally = proved(Plan(role, seed=1, operations=7), where)
    assert tally.examples == []
    assert tally.cuts > 300


@recorder
@pytest.mark.parametrize("role", ["terminal", "hall"])
def test_a_book_that_does_not_wait_for_the_disk_is_caught_losing_something(role: str, where: Path) -> None:
    assert bitten(role, 1, "normal", where, frozenset({Wrong.LOST})).wrong[Wrong.LOST] > 0


@recorder
def test_a_book_that_never_syncs_is_caught_damaged_or_half(where: Path) -> None:
    by = frozenset({Wrong.HALF.value, Wrong.DAMAGED.value})
    assert by & set(bitten("hall", 1, "off", where, by).wrong)
