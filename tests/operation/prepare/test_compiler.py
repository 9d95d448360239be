"""The tests get the compiler that they need, and nobody else does."""

from __future__ import annotations

from pathlib import Path

from kiosk.operation.prepare.__main__ import SERVER
from kiosk.operation.prepare.compiler import FOR_TESTS, compiler_packages


def test_a_machine_that_has_one_gets_none(tmp_path: Path) -> None:
    header = tmp_path / "videodev2.h"
    assert compiler_packages(header, "sh") == FOR_TESTS, "a compiler without the kernel's headers is not enough"
    header.touch()
    assert compiler_packages(header, "sh") == ()
    assert compiler_packages(header, "no-such-compiler") == FOR_TESTS


def test_make_run_stays_without_one() -> None:
    assert SERVER["run"]() == ()
    assert {one.needed for one in FOR_TESTS} == {"never"}, "tests that need one are listed as not run, the others run"
