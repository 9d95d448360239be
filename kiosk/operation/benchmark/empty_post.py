"""A server that does nothing with a POST, on the same stack as the hall: how fast could any answer be?

Run as a process of its own; it prints its port and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import socket
import sys

import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response


def empty_app() -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.post("/empty")
    async def empty(request: Request) -> Response:
        await request.body()
        return Response(b"{}", media_type="application/json")

    return app


async def _serve(listening: socket.socket) -> None:
    config = uvicorn.Config(
        empty_app(), http="httptools", ws="none", lifespan="off", log_config=None, access_log=False,
        server_header=False, date_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, lambda: setattr(server, "should_exit", True))
    await server.serve(sockets=[listening])


def main() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        print(listening.getsockname()[1], flush=True)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(listening))


if __name__ == "__main__":
    main()
