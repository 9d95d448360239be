"""The process that sees: `python -m drivers.camera.child DESCRIPTOR ORDERS`. It alone pays for OpenCV, and it can be
killed.

It ends when the pipe from the terminal ends, also while its own reading hangs.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
import threading

from drivers.camera.answering import Answering
from drivers.camera.capture import opened
from drivers.camera.messages import Inbox, SpoiltError, wire_of
from drivers.camera.orders import End, Orders, Tell, orders_of
from drivers.camera.ring import SIZE, Writer
from drivers.camera.showing import Showing
from kiosk.operation.protection import leave_no_memory_behind

CHUNK = 65536


class Wires:
    """Standard input and output as whole messages."""

    def __init__(self) -> None:
        self._in, self._out = sys.stdin.fileno(), sys.stdout.fileno()
        self._lock = threading.Lock()

    def send(self, wire: bytes) -> None:
        with self._lock:
            left = memoryview(wire)
            while left:
                left = left[os.write(self._out, left) :]

    def listen(self, answering: Answering) -> None:
        """Never returns: nobody at the other end is the end."""
        inbox = Inbox()
        try:
            while data := os.read(self._in, CHUNK):
                for message in inbox.feed(data):
                    answering.hear(message)
        except (OSError, SpoiltError):
            pass
        finally:
            os._exit(0)


def main(descriptor: int, orders: Orders) -> None:
    leave_no_memory_behind()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the terminal, which ends us
    memory = memoryview(mmap.mmap(descriptor, SIZE))
    showing, wires = Showing(orders, Writer(memory, orders.first)), Wires()
    answering = Answering(showing, wires.send)
    threading.Thread(target=wires.listen, args=(answering,), name="questions", daemon=True).start()
    wires.send(wire_of(Tell.ENDED, reason=_seen(orders, showing)))
    os._exit(0)


def _seen(orders: Orders, showing: Showing) -> End:
    capture = opened(orders)
    if isinstance(capture, End):
        return capture
    for image, taken_ns in capture.frames():
        showing.show(image, taken_ns)
    return capture.end


if __name__ == "__main__":
    main(int(sys.argv[1]), orders_of(sys.argv[2]))
