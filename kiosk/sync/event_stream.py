"""Server-sent events out of bytes as they come (HTML standard, 9.2.6), as far as this project's feeds use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerEvent:
    name: str
    data: str


class TooLongError(ValueError):
    """An event longer than anything we send."""


def events_in(pieces: Iterable[bytes], limit: int) -> Iterator[ServerEvent | None]:
    """Each event, and None for a comment, which only says that the sender lives. UnicodeDecodeError, TooLongError."""
    rest = b""
    for piece in pieces:
        rest += piece
        *blocks, rest = rest.split(b"\n\n")
        if len(rest) > limit:
            raise TooLongError
        for block in blocks:
            yield _event(block.decode())


def _event(block: str) -> ServerEvent | None:
    fields: dict[str, list[str]] = {"event": [], "data": []}
    for line in block.split("\n"):
        name, _, value = line.partition(":")
        if name in fields:
            fields[name].append(value.removeprefix(" "))
    if not fields["data"]:
        return None
    return ServerEvent("".join(fields["event"][-1:]) or "message", "\n".join(fields["data"]))
