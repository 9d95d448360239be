"""The rules that hold the house up, checked on its own files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import ROOMS, ROOT, carried, named

LONGEST = 400

# Written so that this file does not contain what it looks for.
PLACES_OF_A_MACHINE = [r"/wo[r]k/", r"/op[t]/", r"/roo[t]/", r"/hom[e]/\w", r"/var/tm[p]/"]
REGISTRIES = [r"pypi\.or[g]", r"pythonhosted\.or[g]", r"npmjs\.(or[g]|co[m])", r"deb\.debian\.or[g]", r"ubuntu\.co[m]"]
HOW_IT_WAS_MADE = [r"\bclaud[e]\b", r"\banthropi[c]\b", r"\bchatgp[t]\b", r"\bAI agen[t]", r"language mode[l]"]


def test_arrows_point_inward() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_room_stands_under_the_import_rule() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert tuple(settings["tool"]["importlinter"]["root_packages"]) == ROOMS
    top_level = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert top_level == {*ROOMS, "tests"}


def test_only_the_program_itself_knows_all_rooms() -> None:
    importers = [
        named(path)
        for path in carried("*.py")
        if not named(path).startswith("tests/") and re.search(r"^\s*(from|import) main\b", path.read_text(), re.M)
    ]
    assert importers == []


def test_no_file_is_a_monster() -> None:
    files = carried("*.py", "*.qml", "*.js", "*.toml", "Makefile")
    monsters = {named(path): lines for path in files if (lines := len(path.read_text().splitlines())) > LONGEST}
    assert monsters == {}


@pytest.mark.parametrize("forbidden", [*PLACES_OF_A_MACHINE, *REGISTRIES, *HOW_IT_WAS_MADE])
def test_no_file_names_a_machine_a_registry_or_how_it_was_made(forbidden: str) -> None:
    word = re.compile(forbidden, re.IGNORECASE)
    found = [
        f"{named(path)}:{number}"
        for path in carried()
        if path.suffix in {"", ".py", ".qml", ".js", ".toml", ".json", ".md", ".lock", ".txt", ".svg", ".rules"}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if word.search(line)
    ]
    assert found == []


def test_every_module_says_why_it_exists() -> None:
    silent = [
        named(path)
        for path in carried("*.py")
        if path.name != "__init__.py" and not re.match(r'(#!.*\n)?\s*[ru]?"""\S', path.read_text(encoding="utf-8"))
    ]
    assert silent == []


def test_every_folder_of_tests_is_a_package_so_that_names_may_repeat() -> None:
    folders = {path.parent for path in carried("tests/*.py", "tests/**/*.py")}
    assert [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_a_windows_process_is_never_made_by_the_tests_on_a_real_desk() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
