"""The database's server is asked for by the tests and by a city that runs one, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.operation.prepare import debian
from kiosk.operation.prepare.__main__ import SERVER
from kiosk.operation.prepare.database_server import FOR_A_CITY, server_packages, without_a_cluster_of_debians


def test_make_run_stays_without_a_database_server() -> None:
    assert SERVER["run"]() == ()
    assert "postgresql" not in {package.name for package in debian.PACKAGES}


def test_a_server_of_any_version_and_from_anywhere_is_enough(tmp_path: Path) -> None:
    assert server_packages(FOR_A_CITY, tmp_path) == (FOR_A_CITY,)
    (tmp_path / "17" / "bin").mkdir(parents=True)
    (tmp_path / "17" / "bin" / "postgres").touch()
    assert server_packages(FOR_A_CITY, tmp_path) == ()


def test_debian_makes_no_server_of_its_own_while_the_package_is_installed(tmp_path: Path) -> None:
    place = tmp_path / "etc" / "createcluster.d" / "hall-kiosk.conf"
    with without_a_cluster_of_debians([], place):
        assert place.read_text() == "create_main_cluster = false\n"
    assert not place.exists()


def test_the_server_is_installed_inside_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    @contextmanager
    def around(prefix: list[str]) -> Iterator[None]:
        told.append("begin")
        yield
        told.append("end")

    everything = {package.name for package in debian.PACKAGES}
    states = iter([everything, everything | {"postgresql"}])
    monkeypatch.setattr(debian, "installed_names", lambda: next(states))
    monkeypatch.setattr(debian, "root_prefix", lambda: [])
    monkeypatch.setattr(debian, "install", lambda packages, prefix: told.extend(one.name for one in packages))
    debian.prepare_packages((*debian.PACKAGES, FOR_A_CITY), False, tmp_path / "packages.txt", around)
    assert told == ["begin", "postgresql", "end"]
