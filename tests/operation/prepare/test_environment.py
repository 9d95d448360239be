"""The virtual environment follows the lock, and nothing is done when nothing changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.operation.prepare import environment
from kiosk.operation.prepare.environment import Environment, check_python
from kiosk.operation.prepare.telling import CannotPrepareError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """A checkout whose lock needs no package, so that a real pip can install it without a network."""
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    return Environment(tmp_path)


def test_a_first_preparation_makes_an_environment_and_a_second_touches_nothing(checkout: Environment) -> None:
    checkout.prepare()
    made = checkout.python.lstat().st_ctime_ns
    stamped = (checkout.folder / "prepared").stat().st_mtime_ns
    checkout.prepare()
    assert checkout.python.lstat().st_ctime_ns == made
    assert (checkout.folder / "prepared").stat().st_mtime_ns == stamped


def test_a_changed_lock_is_noticed_by_its_contents(checkout: Environment) -> None:
    before = checkout.stamp()
    checkout.lock.write_text("# something else\n")
    assert checkout.stamp() != before


def test_an_environment_that_was_moved_here_is_made_anew(checkout: Environment) -> None:
    (checkout.folder / "bin").mkdir(parents=True)
    checkout.python.symlink_to(sys.executable)
    (checkout.folder / "bin" / "pip").write_text("#!/elsewhere/.venv/bin/python\n")
    assert not checkout.fits()


def test_a_lock_that_cannot_be_installed_leaves_no_stamp(
    checkout: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    checkout.lock.write_text("no-such-package-in-this-hall==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(CannotPrepareError, match="pip could not install"):
        checkout.prepare()
    assert not (checkout.folder / "prepared").exists()
    assert "no-such-package-in-this-hall" in capsys.readouterr().err


def test_a_python_without_ensurepip_asks_for_the_package_that_carries_it(
    checkout: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checkout.packages() == ()
    monkeypatch.setattr(environment, "has_ensurepip", lambda: False)
    assert [package.name for package in checkout.packages()] == ["python3-venv"]
    with pytest.raises(CannotPrepareError, match="sudo apt-get install python3-venv"):
        checkout.prepare()


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_a_python_that_is_too_old_or_too_new_is_refused_with_another_way(version: tuple[int, int]) -> None:
    with pytest.raises(CannotPrepareError, match=r"make run PYTHON=python3\.12"):
        check_python(version)


def test_the_preparation_imports_nothing_that_a_bare_python_lacks() -> None:
    code = "import sys, kiosk.operation.prepare.__main__; print(*sys.modules, sep='\\n')"
    isolated = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"]
    loaded = subprocess.run(isolated, capture_output=True, text=True, check=True).stdout.split()
    ours = {name for name in loaded if name.startswith("kiosk.") and not name.startswith("kiosk.operation")}
    assert ours == set()
    assert {name.split(".")[0] for name in loaded} <= set(sys.stdlib_module_names) | {"kiosk", "__main__"}
