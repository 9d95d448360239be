"""The number of the last call said: kept across restarts, and no obstacle when it cannot be."""

from __future__ import annotations

from pathlib import Path

from screens.board.spoken import SpokenFile


def test_the_number_comes_back(tmp_path: Path) -> None:
    SpokenFile(tmp_path / "spoken").write(4711)
    assert SpokenFile(tmp_path / "spoken").read() == 4711


def test_a_board_that_never_spoke_knows_nothing(tmp_path: Path) -> None:
    assert SpokenFile(tmp_path / "spoken").read() is None


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "spoken").write_bytes(b"\xff\x00 twelve")
    assert SpokenFile(tmp_path / "spoken").read() is None


def test_a_disk_that_refuses_is_told_and_not_raised(tmp_path: Path) -> None:
    assert SpokenFile(tmp_path / "missing" / "spoken").write(1) is False
