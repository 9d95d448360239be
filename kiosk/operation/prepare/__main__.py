"""The preparation's command: quick and silent when all is there, and one at a time."""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.operation.prepare.compiler import compiler_packages
from kiosk.operation.prepare.database_server import (
    FOR_A_CITY,
    FOR_TESTS,
    server_packages,
    without_a_cluster_of_debians,
)
from kiosk.operation.prepare.debian import PACKAGES, Package, prepare_packages
from kiosk.operation.prepare.environment import Environment, check_python
from kiosk.operation.prepare.print_server import print_server_packages, without_a_print_server_of_debians
from kiosk.operation.prepare.telling import CannotPrepareError, say

SERVER: dict[str, Callable[[], tuple[Package, ...]]] = {
    "run": lambda: (),
    "tests": lambda: (*server_packages(FOR_TESTS), *print_server_packages(), *compiler_packages()),
    "city-server": lambda: server_packages(FOR_A_CITY),
}
ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def one_at_a_time(build: Path) -> Iterator[None]:
    build.mkdir(exist_ok=True)
    with (build / "prepare.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another preparation is running in this checkout; waiting for it")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def without_servers_of_debians(prefix: list[str]) -> Iterator[None]:
    """Packages are installed, and no server begins to run."""
    with without_a_cluster_of_debians(prefix), without_a_print_server_of_debians(prefix):
        yield


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m kiosk.operation.prepare", description=__doc__)
    parser.add_argument("--for", dest="purpose", choices=("run", "tests", "city-server"), default="run")
    purpose = parser.parse_args().purpose
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    try:
        check_python(sys.version_info[:2])
        with one_at_a_time(ROOT / "build"):
            environment = Environment(ROOT)
            wanted = (*environment.packages(), *PACKAGES, *SERVER[purpose]())
            listed = ROOT / "build" / "not-run" / "packages.txt"
            around = without_servers_of_debians if purpose == "tests" else without_a_cluster_of_debians
            prepare_packages(wanted, display, listed, around)
            environment.prepare()
    except CannotPrepareError as problem:
        print(f"prepare: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
