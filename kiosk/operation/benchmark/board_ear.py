"""A board that only listens, as a process of its own: prints when the call of each label reached it.

`python -m kiosk.operation.benchmark.board_ear` reads {"address", "token"} from its first line and ends with its input.
A line is a word: `listening`, or label and monotonic nanoseconds.
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
    feed = Feed(BoardHall(told["address"], told["token"]).connection, heard, link)
    feed.start()
    sys.stdin.read()
    feed.close()


def _tell(words: str) -> None:
    """One write a line: nobody may see half of one."""
    os.write(sys.stdout.fileno(), words.encode() + b"\n")


if __name__ == "__main__":
    main()
