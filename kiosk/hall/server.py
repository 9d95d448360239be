"""Runs the hall's interface on a loop of its own until it is told to stop; feeds end first, within a second.

There are two doors: this machine's own processes come in unencrypted over loopback, all others over TLS.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import uvloop

from kiosk.hall.giving_way import eye_of, giving_way
from kiosk.hall.housekeeping import keep_count, keep_house, remember_seen
from kiosk.hall.http.app import hall_app
from kiosk.hall.service import Hall, HallParts
from kiosk.serving.door import listen_at
from kiosk.serving.interpreter import set_for_serving
from kiosk.serving.server import Server, configured

NODE_HEADER = "hall-node"  # in every answer: which of the hall's nodes it is, and which book
Ready = Callable[[int], None]


def _nobody(url: str) -> None:
    return None


def serve(
    parts: HallParts,
    ready: Ready,
    stop: threading.Event,
    host: str = "127.0.0.1",
    port: int = 0,
    lan_ready: Callable[[str], None] = _nobody,
) -> None:
    """Blocks until `stop` is set. Calls `ready` with the port, from the loop's thread, once every door answers.

    `host` is loopback; `parts.lan` is the door for everybody else, whose URL `lan_ready` hears before that. Raises
    DoorError when an address cannot be bound.
    """
    with ExitStack() as stack:
        listening = [stack.enter_context(listen_at(host, port))]
        if parts.lan is not None:
            door = stack.enter_context(listen_at(parts.lan.host, parts.lan.port))
            listening.append(door)
            parts = replace(parts, lan=parts.lan.bound(int(door.getsockname()[1])))
            lan_ready(parts.lan.url if parts.lan else "")
        stack.enter_context(set_for_serving())
        runner = stack.enter_context(asyncio.Runner(loop_factory=uvloop.new_event_loop))
        runner.run(_serve(parts, listening, ready, stop))


async def _serve(parts: HallParts, listening: list[socket.socket], ready: Ready, stop: threading.Event) -> None:
    hall = Hall(parts)
    app = hall_app(hall)
    contexts = (None, parts.lan.key.server_context()) if parts.lan else (None,)
    started = _All(len(contexts), lambda: ready(int(listening[0].getsockname()[1])))
    named = {NODE_HEADER: parts.name}
    servers = [Server(configured(app, context, headers=named), started.one_more) for context in contexts]
    hall.start()
    eye = eye_of(hall)
    if eye is not None:
        await eye.prove()
    stopping = asyncio.create_task(_stopped(stop))
    keeping = [asyncio.create_task(work) for work in (keep_house(hall), keep_count(hall), giving_way(hall, eye))]
    following = parts.follows(hall) if parts.follows else None
    serving = [asyncio.create_task(one.serve(sockets=[door])) for one, door in zip(servers, listening, strict=True)]
    try:
        await asyncio.wait({stopping, *keeping[:1], *serving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        for task in keeping:
            task.cancel()
        if following is not None:
            await asyncio.to_thread(following)
        hall.feeds.close()
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*serving)
        await asyncio.to_thread(remember_seen, hall)
        await hall.close()


class _All:
    """Calls once, when the last of several has begun."""

    def __init__(self, awaited: int, call: Callable[[], None]) -> None:
        self._awaited, self._call = awaited, call

    def one_more(self) -> None:
        self._awaited -= 1
        if not self._awaited:
            self._call()


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
