"""Reaches a UNIX socket in a folder of any depth.

A socket's address holds 107 bytes (`sun_path`, unix(7)) and a state folder may be deeper: the socket is named through
the descriptor of its folder instead.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def socket_address(path: Path) -> Iterator[str]:
    """An address of `path` for bind, connect or unlink in this process, good until the end of the `with`.

    Raises OSError when the folder is not there.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
