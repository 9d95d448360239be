"""The print server's package: the tests run a cupsd of their own, and the machine gets none that it did not ask for."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.operation.prepare.debian import Package

CUPSD = Path("/usr/sbin/cupsd")
POLICY = Path("/usr/sbin/policy-rc.d")
NOTHING_STARTS = "#!/bin/sh\nexit 101\n"  # Debian's own way to say so (invoke-rc.d(8))
UNITS = ("cups.service", "cups.socket", "cups.path")

FOR_TESTS = Package("cups-daemon", "A4 pages through a real print server", "never")


def print_server_packages(cupsd: Path = CUPSD) -> tuple[Package, ...]:
    return () if cupsd.exists() else (FOR_TESTS,)


@contextmanager
def without_a_print_server_of_debians(
    prefix: list[str], cupsd: Path = CUPSD, policy: Path = POLICY, units: tuple[str, ...] = UNITS
) -> Iterator[None]:
    """While the package is installed: Debian would start the server, now and at every boot. A machine that has one
    already keeps it as it is."""
    had_one = cupsd.exists()
    quiet = not had_one and not policy.exists() and _no_service_starts(prefix, policy)
    try:
        yield
    finally:
        if quiet:
            _as_root([*prefix, "rm", "-f", str(policy)])
        if not had_one and cupsd.exists() and units and shutil.which("systemctl") is not None:
            _as_root([*prefix, "systemctl", "disable", *units])


def _no_service_starts(prefix: list[str], policy: Path) -> bool:
    written = _as_root([*prefix, "tee", str(policy)], NOTHING_STARTS)
    return written and _as_root([*prefix, "chmod", "755", str(policy)])


def _as_root(command: list[str], words: str = "") -> bool:
    return subprocess.run(command, input=words, text=True, capture_output=True, check=False).returncode == 0
