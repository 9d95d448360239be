"""A board that only listens, as a process of its own: prints when the call of each label reached it.

`python -m kiosk.operation.benchmark.board_ear` reads {"address", "token"} from its first line and ends with its input.
A line is a word: `listening`, `away` when the hall gives no picture of itself, or label and monotonic nanoseconds. As
every board it begins behind a snapshot: a feed that begins with now misses what happens while it is being opened.
"""

from __future__ import annotations

import json
import os
import sys
import time

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import BoardHall, Feed
from kiosk.hall.core.messages import CallKind, CallMessage, FeedMessage


def heard(message: FeedMessage) -> None:
    if isinstance(message, CallMessage) and message.kind is CallKind.CALLED:
        _tell(f"{message.label} {time.monotonic_ns()}")


def link(state: HallUnreachable | None) -> None:
    if state is None:
        _tell("listening")


def main() -> None:
    told = json.loads(sys.stdin.readline())
    hall = BoardHall(told["address"], told["token"])
    seen = hall.snapshot()
    if isinstance(seen, HallUnreachable):
        _tell("away")
        return
    feed = Feed(hall.connection, heard, link, after=seen.seq)
    feed.start()
    sys.stdin.read()
    feed.close()


def _tell(words: str) -> None:
    """One write a line: nobody may see half of one."""
    os.write(sys.stdout.fileno(), words.encode() + b"\n")


if __name__ == "__main__":
    main()
