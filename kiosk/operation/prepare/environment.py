"""The virtual environment: made once, brought up to date when the lock changes, left alone otherwise."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kiosk.operation.prepare.debian import Package
from kiosk.operation.prepare.telling import CannotPrepareError, say

OLDEST, NEWEST = (3, 11), (3, 13)


def check_python(version: tuple[int, int]) -> None:
    if not OLDEST <= version <= NEWEST:
        raise CannotPrepareError(
            f"this is Python {version[0]}.{version[1]}, but 3.11, 3.12 or 3.13 is needed; "
            "name one by  make run PYTHON=python3.12"
        )


@dataclass(frozen=True)
class Environment:
    """The checkout's `.venv` and the lock that it has to hold."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def packages(self) -> tuple[Package, ...]:
        """The Debian package that this Python needs before it can make the environment, if it does."""
        if self.is_ready() or self.fits() or has_ensurepip():
            return ()
        return (Package("python3-venv", "the virtual environment"),)

    def prepare(self) -> None:
        """Raises CannotPrepareError with what to type when this machine cannot make or fill it."""
        if self.is_ready():
            return
        stamped = self.folder / "prepared"
        stamped.unlink(missing_ok=True)
        if not self.fits():
            make_venv(self.folder)
        self.install_lock()
        stamped.write_text(self.stamp())
        say("the Python packages are ready")

    def is_ready(self) -> bool:
        stamped = self.folder / "prepared"
        return self.python.exists() and stamped.exists() and stamped.read_text() == self.stamp()

    def stamp(self) -> str:
        """What `.venv` was made from: the lock, the kind of interpreter, this place (scripts inside name it)."""
        facts = (self.lock.read_bytes(), repr(sys.version_info[:2]).encode(), os.fsencode(self.root))
        return hashlib.sha256(b"\0".join(facts)).hexdigest()

    def fits(self) -> bool:
        """Whether it works, is of this kind of interpreter and was made in this place: then it is kept."""
        pip = self.folder / "bin" / "pip"
        if not pip.exists() or str(self.python) not in pip.read_text(errors="replace")[:400]:
            return False
        asked = [str(self.python), "-c", "import sys; print(sys.version_info[:2])"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
        return answer == repr(sys.version_info[:2])

    def install_lock(self) -> None:
        """Installs exactly the lock, by hash, wheels only."""
        count = sum("==" in line for line in self.lock.read_text().splitlines())
        say(f"installing {count} locked Python packages (the first time some 300 MB; a few minutes)")
        command = [str(self.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
        command += ["-r", str(self.lock)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              text=True, errors="replace") as pip:  # fmt: skip
            assert pip.stdout is not None  # noqa: S101  # a pipe was asked for
            last_words = show_progress(pip.stdout)
        if pip.returncode != 0:
            print(last_words, file=sys.stderr)
            raise CannotPrepareError("pip could not install the locked packages (its own words are above)")


def show_progress(output: IO[str]) -> str:
    """On a terminal, one line that changes tells that pip is alive. Returns pip's last 40 lines."""
    live, tail = sys.stdout.isatty(), deque[str](maxlen=40)
    for line in output:
        tail.append(line)
        if live and line.startswith("Collecting "):
            print(f"\r\033[K  {line.split()[1]}", end="", flush=True)
    if live:
        print("\r\033[K", end="", flush=True)
    return "".join(tail)


def has_ensurepip() -> bool:
    """Debian's python3 carries `venv` but not always `ensurepip`, which it needs."""
    done = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return done.returncode == 0


def make_venv(folder: Path) -> None:
    """Makes it anew, with pip in it."""
    if not has_ensurepip():
        raise CannotPrepareError(
            "this python3 cannot make a virtual environment; please type:  sudo apt-get install python3-venv"
        )
    say("making .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        print((done.stdout + done.stderr)[-3000:], file=sys.stderr)
        raise CannotPrepareError("the virtual environment could not be made (Python's own words are above)")
