"""Debian packages: which are missing, what they are called here, and who may install them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from kiosk.operation.prepare.telling import CannotPrepareError, say

APT_LOCK_SECONDS = 300


@dataclass(frozen=True)
class Package:
    """A Debian package, why it is wanted, and when its absence stops us: always, with a display, or never."""

    name: str
    purpose: str
    needed: str = "always"

    @property
    def names(self) -> tuple[str, str]:
        """Its name, and the one it carries where time_t grew to 64 bits (Ubuntu 24.04, Debian 13)."""
        return self.name, self.name + "t64"


PACKAGES = (
    Package("libglib2.0-0", "Qt"),
    Package("libegl1", "Qt"),
    Package("libgl1", "Qt"),
    Package("libdbus-1-3", "Qt"),
    Package("libxkbcommon0", "Qt"),
    Package("libfontconfig1", "Qt"),
    Package("libxcb1", "OpenCV"),
    Package("libx11-6", "OpenCV"),
    Package("libxcb-cursor0", "windows on X11", "display"),
    Package("libxkbcommon-x11-0", "windows on X11", "display"),
    Package("libxcb-icccm4", "windows on X11", "display"),
    Package("libxcb-keysyms1", "windows on X11", "display"),
    Package("libxcb-shape0", "windows on X11", "display"),
    Package("libwayland-cursor0", "windows on Wayland", "never"),
    Package("fonts-noto-cjk", "bold Chinese and rare names", "never"),
    Package("alsa-utils", "sound", "never"),
    Package("espeak-ng", "the voice", "never"),
    Package("libusb-1.0-0", "card readers on USB", "never"),
    Package("strace", "the proof of power loss", "never"),
)


def installed_names() -> set[str] | None:
    """Every installed package's name, or None on a system without dpkg."""
    if shutil.which("dpkg-query") is None:
        return None
    asked = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"]
    lines = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.splitlines()
    return {line.split(" ", 1)[1] for line in lines if line.startswith("installed ")}


def absent(packages: tuple[Package, ...], installed: set[str]) -> list[Package]:
    return [package for package in packages if not installed.intersection(package.names)]


def stops_us(package: Package, display: bool) -> bool:
    return package.needed == "always" or (package.needed == "display" and display)


def names_to_install(packages: list[Package], offered: set[str]) -> list[str]:
    """The name that apt really offers; the plain one where apt knows neither, because its lists may still be empty."""
    return [
        package.names[1] if offered.intersection(package.names) == {package.names[1]} else package.name
        for package in packages
    ]


def offered_names(packages: list[Package]) -> set[str]:
    """Which of the packages' names have a candidate of their own in apt's lists (a virtual name has none)."""
    names = [name for package in packages for name in package.names]
    command = ["env", "LC_ALL=C", "apt-cache", "policy", *names]
    return candidates(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


def candidates(policy: str) -> set[str]:
    """The names in `apt-cache policy`'s answer that have a candidate version."""
    found, name = set(), ""
    for line in policy.splitlines():
        if line and not line[0].isspace():
            name = line.rstrip(":")
        elif line.strip().startswith("Candidate:") and "(none)" not in line:
            found.add(name)
    return found


def root_prefix() -> list[str] | None:
    """What to put before a command so that root runs it; None when nobody here may."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def apt_get(prefix: list[str], *arguments: str) -> bool:
    """Runs apt-get without questions; its words are shown only when it fails."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    command = [*prefix, *quiet, "-o", f"DPkg::Lock::Timeout={APT_LOCK_SECONDS}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        print((done.stdout + done.stderr)[-2000:], file=sys.stderr)
    return done.returncode == 0


def install(packages: list[Package], prefix: list[str]) -> None:
    say(f"installing {len(packages)} Debian packages: {' '.join(package.name for package in packages)}")
    apt_get(prefix, "update")
    names = names_to_install(packages, offered_names(packages))
    if not apt_get(prefix, "install", "--no-install-recommends", *names):
        for name in names:  # one that cannot be had must not keep the others away
            apt_get(prefix, "install", "--no-install-recommends", name)


def command_to_type(packages: list[Package]) -> str:
    return "sudo apt-get install " + " ".join(names_to_install(packages, offered_names(packages)))


def prepare_packages(
    packages: tuple[Package, ...],
    display: bool,
    missing_list: Path,
    around: Callable[[list[str]], AbstractContextManager[None]] = lambda prefix: nullcontext(),
) -> None:
    """Installs what is absent, or names it. Raises CannotPrepareError when something stays absent that stops us.

    `around` is entered, with the words that make a command root's, while packages are installed.

    `missing_list` gets a line for each package that stays absent, for the list at the tests' end.
    """
    installed = installed_names()
    if installed is None:
        say("this system has no dpkg; if a library is missing, look in kiosk/operation/prepare/debian.py for its name")
        return
    missing = absent(packages, installed)
    if missing and (prefix := root_prefix()) is not None:
        with around(prefix):
            install(missing, prefix)
        missing = absent(packages, installed_names() or set())
    write_missing(missing, missing_list)
    if missing:
        tell_missing(missing, [package for package in missing if stops_us(package, display)])


def tell_missing(missing: list[Package], stopping: list[Package]) -> None:
    purposes = ", ".join(dict.fromkeys(package.purpose for package in stopping or missing))
    if stopping:
        raise CannotPrepareError(f"missing Debian packages ({purposes}); please type:  {command_to_type(missing)}")
    say(f"going on without {purposes}; to have it, type:  {command_to_type(missing)}")


def write_missing(missing: list[Package], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{package.purpose}: no Debian package {package.name}\n" for package in missing))
