"""Searches files, byte by byte, for anything that a person could be known by, in every spelling a program may use."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Trace:
    path: Path
    secret: str
    spelling: str


def spellings(secret: str) -> Iterator[tuple[str, bytes]]:
    """A text as UTF-8, UTF-16LE, GB18030, JSON escapes (both cases of hex), and base64 of these at any alignment."""
    plain = {code: secret.encode(code) for code in ("utf-8", "utf-16-le", "gb18030")}
    yield from plain.items()
    escaped = json.dumps(secret)[1:-1]
    yield "json", escaped.encode()
    yield "json upper", escaped.upper().replace("\\U", "\\u").encode()
    yield "hex", secret.encode().hex().encode()
    for code, raw in plain.items():
        for shift in range(3):
            yield f"base64 of {code}", _base64_core(raw, shift, base64.b64encode)
            yield f"base64url of {code}", _base64_core(raw, shift, base64.urlsafe_b64encode)


def _base64_core(raw: bytes, shift: int, encode: Callable[[bytes], bytes]) -> bytes:
    """The part of the base64 text that does not depend on what stands before or after."""
    text = encode(b"\0" * shift + raw)
    first = (shift * 8 + 5) // 6
    last = (shift + len(raw)) * 8 // 6
    return text[first:last]


def traces(roots: Iterable[Path], secrets: Iterable[str]) -> list[Trace]:
    """Every place under the roots where one of the secrets stands; short base64 cores (< 8) are too weak to count."""
    wanted = [
        (secret, name, needle)
        for secret in secrets
        for name, needle in spellings(secret)
        if len(needle) >= (8 if "base64" in name else 6)
    ]
    return [trace for path in _files(roots) for trace in _in_file(path, wanted)]


def _in_file(path: Path, wanted: list[tuple[str, str, bytes]]) -> Iterator[Trace]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:  # a WAL or a turned log that went while we looked
        return
    yield from (Trace(path, secret, name) for secret, name, needle in wanted if needle in content)


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        yield from (p for p in sorted(root.rglob("*")) if p.is_file() and not p.is_symlink())
