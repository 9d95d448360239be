"""A C compiler for the tests: they play the kernel's part of a USB camera, which only a shared object can do."""

from __future__ import annotations

import shutil
from pathlib import Path

from kiosk.operation.prepare.debian import Package

HEADER = Path("/usr/include/linux/videodev2.h")
FOR_TESTS = (
    Package("gcc", "the kernel's part of a USB camera", "never"),
    Package("libc6-dev", "the kernel's part of a USB camera", "never"),
)


def compiler_packages(header: Path = HEADER, compiler: str = "cc") -> tuple[Package, ...]:
    return () if shutil.which(compiler) is not None and header.exists() else FOR_TESTS
