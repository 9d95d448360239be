"""Runs the hall's interface on a loop of its own until it is told to stop; feeds end first, within a second."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn
import uvloop

from kiosk.hall.http.app import hall_app
from kiosk.hall.interpreter import set_for_a_hall
from kiosk.hall.service import Hall, HallParts

KEEP_ALIVE_S = 75
MOST_AT_ONCE = 2000  # connections and requests; more are told to come back
CLOSE_S = 1  # what is still under way then is cut off


def serve(
    parts: HallParts, ready: Callable[[int], None], stop: threading.Event, host: str = "127.0.0.1", port: int = 0
) -> None:
    """Blocks until `stop` is set. Calls `ready` with the port, from the loop's thread, once it answers.

    Raises OSError when the address cannot be bound.
    """
    with (
        socket.create_server((host, port), backlog=512) as listening,
        set_for_a_hall(),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(_serve(parts, listening, ready, stop))


async def _serve(
    parts: HallParts, listening: socket.socket, ready: Callable[[int], None], stop: threading.Event
) -> None:
    hall = Hall(parts)
    server = _Server(
        lambda: ready(int(listening.getsockname()[1])),
        uvicorn.Config(
            hall_app(hall),
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=CLOSE_S,
        ),
    )
    hall.start()
    stopping = asyncio.create_task(_stopped(stop))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.wait({stopping, serving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        hall.feeds.close()
        server.should_exit = True
        await serving
        await hall.close()


async def _stopped(stop: threading.Event) -> None:
    """Ends when the event is set; the waiting thread ends with it, or with the process."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()

    def wait() -> None:
        stop.wait()
        try:
            loop.call_soon_threadsafe(told.set)
        except RuntimeError:
            return  # the loop ended before anybody said stop

    threading.Thread(target=wait, name="hall-stop", daemon=True).start()
    await told.wait()


class _Server(uvicorn.Server):
    """Says when it listens. Signals belong to whoever runs the process."""

    def __init__(self, on_started: Callable[[], None], config: uvicorn.Config) -> None:
        super().__init__(config)
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_started()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
