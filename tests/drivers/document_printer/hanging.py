"""How the document printer is made to hang: a print server that takes every connection and never says a word."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path


def hung(folder: Path, until: ExitStack) -> dict[str, object]:
    listening = until.enter_context(socket.create_server(("127.0.0.1", 0)))
    return {"queue": f"ipp://127.0.0.1:{listening.getsockname()[1]}/printers/a4"}
