"""The wheel is the whole program: every file that it needs at run time is inside, nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kiosk", "drivers", "screens", "offline_cache")
SITE_PACKAGES = next(Path(entry) for entry in sys.path if entry.endswith("site-packages"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


def carried_files() -> set[str]:
    """Every file of the rooms that git carries, as paths from the root."""
    asked = ["git", "ls-files", "-z", "--", *ROOMS]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return {name for name in listed if name and (ROOT / name).exists()}


def test_everything_that_runs_is_inside_pages_data_and_translations_too(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert carried_files() - inside == set()
    assert "main.py" in inside
    assert {Path(name).suffix for name in inside} >= {".py", ".qml", ".json", ".toml"}


def test_no_test_and_no_document_of_the_makers_is_inside(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    strangers = [name for name in inside if name.split("/")[0] not in (*ROOMS, "main.py")]
    assert all(".dist-info/" in name for name in strangers), strangers
    assert not [name for name in inside if "test" in Path(name).name.lower() and name.endswith(".py")]
    assert any(name.endswith("licenses/LICENSE") for name in inside)


def test_an_installed_wheel_answers_to_its_name_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    into = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python"), "install", "-q", "--no-input"]
    subprocess.run([*into, "--no-deps", "--no-index", str(wheel)], check=True)
    own = next((venv / "lib").glob("python3*")) / "site-packages"
    (own / "dependencies.pth").write_text(f"{SITE_PACKAGES}\n")
    program = str(venv / "bin" / "hall-kiosk")
    helped = subprocess.run([program, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert helped.stdout.startswith("usage: hall-kiosk")
    checked = subprocess.run([program, "check-config"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "configuration is good" in checked.stdout
    where = [str(venv / "bin" / "python"), "-c", "import main, kiosk; print(main.__file__, kiosk.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split()
    assert all(place.startswith(str(own)) for place in found), found
