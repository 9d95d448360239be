"""The print server is asked for by the tests, and a machine that gets it for them runs none of its own."""

from __future__ import annotations

from pathlib import Path

from kiosk.operation.prepare.__main__ import SERVER
from kiosk.operation.prepare.print_server import (
    FOR_TESTS,
    NOTHING_STARTS,
    print_server_packages,
    without_a_print_server_of_debians,
)


def test_make_run_stays_without_a_print_server() -> None:
    assert SERVER["run"]() == ()
    assert FOR_TESTS.needed == "never", "tests that need one are listed as not run, and the others run"


def test_one_that_is_there_is_enough(tmp_path: Path) -> None:
    assert print_server_packages(tmp_path / "cupsd") == (FOR_TESTS,)
    (tmp_path / "cupsd").touch()
    assert print_server_packages(tmp_path / "cupsd") == ()


def test_no_service_starts_while_it_is_installed(tmp_path: Path) -> None:
    cupsd, policy = tmp_path / "cupsd", tmp_path / "policy-rc.d"
    with without_a_print_server_of_debians([], cupsd, policy, ()):
        assert policy.read_text() == NOTHING_STARTS
        assert policy.stat().st_mode & 0o111
        cupsd.touch()
    assert not policy.exists()


def test_a_machine_with_a_server_or_a_policy_of_its_own_keeps_them(tmp_path: Path) -> None:
    cupsd, policy = tmp_path / "cupsd", tmp_path / "policy-rc.d"
    policy.write_text("its own")
    with without_a_print_server_of_debians([], cupsd, policy, ()):
        assert policy.read_text() == "its own"
    assert policy.read_text() == "its own"
    policy.unlink()
    cupsd.touch()
    with without_a_print_server_of_debians([], cupsd, policy):
        assert not policy.exists()
