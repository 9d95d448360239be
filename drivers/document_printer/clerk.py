"""The process that speaks IPP: `python -m drivers.document_printer.clerk QUEUE USER SECONDS`. It alone pays for the
library, some 25 MB, and it can be killed. Nothing is written to a disk: the page goes from a pipe to the server.
"""

from __future__ import annotations

import asyncio
import json
import logging
import resource
import signal
import sys

from drivers.document_printer.errands import MOST_DOCUMENT, Answer, Errand, Fault, told
from drivers.document_printer.ipp import Limits, Queue
from kiosk.operation.protection import leave_no_memory_behind

MOST_MEMORY = 1 << 30  # a server that never stops talking ends this process, not the machine


def main(url: str, user: str, answer_s: float) -> None:
    leave_no_memory_behind()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the terminal, which ends us
    logging.disable()
    queue = Queue(url, user, Limits(whole_s=answer_s))
    with asyncio.Runner() as runner:
        while line := sys.stdin.buffer.readline():
            facts = json.loads(line)
            size = int(facts.get("size", 0))
            document = sys.stdin.buffer.read(size) if 0 < size <= MOST_DOCUMENT else b""
            sys.stdout.buffer.write(told(runner.run(_answered(queue, Errand(facts["errand"]), facts, document))))
            sys.stdout.buffer.flush()


async def _answered(queue: Queue, errand: Errand, facts: dict[str, object], document: bytes) -> Answer:
    try:
        return await queue.ask(errand, facts, document)
    except ValueError:
        return Answer(Fault.BAD_QUEUE)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
