"""All engines by name. A new one is a file with its stream and its three commands, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from drivers.code_scanner.codec import Engine, EngineName
from drivers.code_scanner.honeywell import HONEYWELL
from drivers.code_scanner.line_stream import LineStream
from drivers.code_scanner.newland import NEW, OLD
from drivers.code_scanner.ssi import SSI

LINE = Engine(EngineName.LINE, LineStream)
ENGINES: Mapping[EngineName, Engine] = {one.name: one for one in (LINE, OLD, NEW, HONEYWELL, SSI)}
SUFFIXES: Mapping[str, bytes] = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n"}
