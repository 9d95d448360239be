"""Which Debian packages are missing, what they are called here, and when that stops us."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.operation.prepare import debian
from kiosk.operation.prepare.telling import CannotPrepareError

GLIB = debian.Package("libglib2.0-0", "Qt")
SOUND = debian.Package("alsa-utils", "sound", "never")
CURSOR = debian.Package("libxcb-cursor0", "windows on X11", "display")

DEBIAN_12 = """libglib2.0-0:
  Installed: (none)
  Candidate: 2.74.6-2+deb12u8
  Version table:
     2.74.6-2+deb12u8 500
alsa-utils:
  Installed: (none)
  Candidate: 1.2.8-1
"""
UBUNTU_24 = """libglib2.0-0:
  Installed: (none)
  Candidate: (none)
  Version table:
libglib2.0-0t64:
  Installed: (none)
  Candidate: 2.80.0-6ubuntu3.4
alsa-utils:
  Installed: 1.2.9-1ubuntu5
  Candidate: 1.2.9-1ubuntu5
"""


@pytest.mark.parametrize(
    ("policy", "names"),
    [
        (DEBIAN_12, ["libglib2.0-0", "alsa-utils"]),
        (UBUNTU_24, ["libglib2.0-0t64", "alsa-utils"]),
        ("", ["libglib2.0-0", "alsa-utils"]),
    ],
    ids=["Debian 12", "Ubuntu 24.04", "apt knows nothing yet"],
)
def test_a_package_is_asked_for_by_the_name_that_this_system_offers(policy: str, names: list[str]) -> None:
    assert debian.names_to_install([GLIB, SOUND], debian.candidates(policy)) == names


def test_a_library_counts_as_installed_under_either_name() -> None:
    assert debian.absent((GLIB, SOUND), {"libglib2.0-0t64"}) == [SOUND]
    assert debian.absent((GLIB, SOUND), {"libglib2.0-0", "alsa-utils"}) == []


def test_a_hall_without_sound_goes_on_and_one_without_qt_does_not(tmp_path: Path) -> None:
    assert debian.stops_us(GLIB, display=False)
    assert not debian.stops_us(SOUND, display=True)
    assert debian.stops_us(CURSOR, display=True)
    assert not debian.stops_us(CURSOR, display=False)


def test_what_nobody_may_install_is_named_in_one_line_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    everything = {package.name for package in debian.PACKAGES}
    monkeypatch.setattr(debian, "root_prefix", lambda: None)
    monkeypatch.setattr(debian, "installed_names", lambda: everything - {"espeak-ng", "alsa-utils"})
    debian.prepare_packages(debian.PACKAGES, True, tmp_path / "packages.txt")
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "sudo apt-get install alsa-utils espeak-ng" in said
    assert "alsa-utils" in (tmp_path / "packages.txt").read_text()


def test_a_missing_library_of_qt_ends_the_preparation_with_the_command_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "root_prefix", lambda: None)
    monkeypatch.setattr(debian, "installed_names", lambda: set[str]())
    with pytest.raises(CannotPrepareError, match=r"please type:  sudo apt-get install libglib2\.0-0"):
        debian.prepare_packages(debian.PACKAGES, False, tmp_path / "packages.txt")


def test_a_complete_machine_is_left_alone_and_the_old_list_is_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "packages.txt"
    listed.write_text("sound: no Debian package alsa-utils\n")
    monkeypatch.setattr(debian, "root_prefix", lambda: pytest.fail("asked for root with nothing to install"))
    monkeypatch.setattr(debian, "installed_names", lambda: {package.name for package in debian.PACKAGES})
    debian.prepare_packages(debian.PACKAGES, True, listed)
    assert listed.read_text() == ""
