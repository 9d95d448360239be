"""What we build on is pinned, is what was tried, and is not overwritten by another."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, files

from tests.house.sources import ROOT

LOCK = (ROOT / "requirements.lock").read_text()


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_locked_package_has_one_version_and_its_hashes_and_no_host_is_named() -> None:
    for entry in LOCK.replace("\\\n", " ").splitlines():
        assert re.match(r"[\w.\[\]-]+==[\w.+!]+ .*--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert "://" not in LOCK


def test_every_dependency_that_is_asked_for_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[.*\])?==", LOCK, re.M)}
    assert {plain(re.split(r"[<>=\[; ]", name)[0]) for name in asked} - locked == set()


def test_nothing_overwrites_opencv() -> None:
    names = {plain(found.metadata["Name"]) for found in distributions()}
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python"}
    owners = [found for found in distributions() if any(str(file) == "cv2/__init__.py" for file in found.files or ())]
    assert [plain(found.metadata["Name"]) for found in owners] == ["opencv-python"]
    assert files("opencv-python")


def test_qt_does_not_drop_references_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops one with every void call; after some thousand the interpreter aborts."""
    code = (
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "application = QCoreApplication([])\n"
        "timer = QTimer()\n"
        "before = sys.getrefcount(None)\n"
        "for interval in range(1000): timer.setInterval(interval)\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert abs(int(done.stdout)) < 100
