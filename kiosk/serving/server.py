"""uvicorn as our nodes use it: on sockets that listen already, limited in every direction, silent, without signals."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

from kiosk.serving.guarded_protocol import GuardedProtocol

KEEP_ALIVE_S = 75
HANDSHAKE_S = 5.0
CLOSE_S = 1  # what is still under way then is cut off


@dataclass(frozen=True, slots=True)
class Crowd:
    """`most`: connections and requests of one socket; more are told to come back. `of_one`: connections of one address
    that is not this machine; more are hung up on. A terminal has six."""

    most: int = 2000
    of_one: int = 64


def configured(
    app: Any,
    context: ssl.SSLContext | None = None,
    close_s: int = CLOSE_S,
    most: int = Crowd().most,
    lives: bool = False,
    headers: Mapping[str, str] | None = None,
) -> uvicorn.Config:
    """With a context, everything over TLS. `lives`: the application has work of its own between start and end.
    `headers` stand in every answer."""
    return uvicorn.Config(
        app,
        http=GuardedProtocol,
        ws="none",
        lifespan="on" if lives else "off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        headers=list((headers or {}).items()),
        proxy_headers=False,  # nobody stands before our nodes, so nobody may say in whose name they ask
        limit_concurrency=most,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=close_s,
        ssl_context_factory=(lambda _config, _default: context) if context else None,
    )


class Server(uvicorn.Server):
    """Calls `on_started` when it listens. Signals belong to whoever runs the process."""

    def __init__(
        self, config: uvicorn.Config, on_started: Callable[[], None] = lambda: None, of_one: int = Crowd().of_one
    ) -> None:
        super().__init__(config)
        self._of_one = of_one
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """uvicorn's own cannot limit a handshake, and a machine that never ends one is counted nowhere."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            self.should_exit = True
            return
        loop, secured = asyncio.get_running_loop(), self.config.ssl
        limits: dict[str, Any] = {}
        if secured:
            limits = {"ssl_handshake_timeout": HANDSHAKE_S, "ssl_shutdown_timeout": CLOSE_S}
        self.servers = [
            await loop.create_server(self._connection, sock=sock, ssl=secured, backlog=self.config.backlog, **limits)
            for sock in sockets or []
        ]
        self.started = True
        self._on_started()

    def _connection(self) -> asyncio.Protocol:
        return GuardedProtocol(self._of_one, self.config, self.server_state, self.lifespan.state)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
