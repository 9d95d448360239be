"""A wire between two machines that can be cut: what is sent into it then goes nowhere, as with a pulled plug."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

_PIECE = 1 << 16
LIMIT_S = 10.0


class Wire:
    """Leads to a port of this machine; `close` it."""

    def __init__(self, port: int) -> None:
        self._port, self._is_cut, self._noticed = port, False, False
        self._ends: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Whoever is connected waits in vain."""
        self._is_cut = True

    def break_(self) -> None:
        """As `cut`, and everybody notices at once."""
        self._is_cut = self._noticed = True
        self._do(self._hang_up())

    def mend(self) -> None:
        """What was open before is gone."""
        self._is_cut = self._noticed = False
        self._do(self._hang_up())

    def close(self) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(LIMIT_S)
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(LIMIT_S)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._ends.add(writer)
        with suppress(OSError, asyncio.CancelledError):
            await self._through(reader, writer)
        writer.close()
        self._ends.discard(writer)
        self._tasks.discard(task)

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            if not self._noticed:
                await reader.read(-1)  # until somebody hangs up
            return
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._ends.add(far_writer)
        there = asyncio.create_task(self._pump(reader, far_writer))
        back = asyncio.create_task(self._pump(far_reader, writer))
        try:
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in (there, back):
                one.cancel()
            await asyncio.gather(there, back, return_exceptions=True)
            self._ends.discard(far_writer)
            far_writer.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(_PIECE):
            if not self._is_cut:
                target.write(data)
                await target.drain()

    async def _hang_up(self) -> None:
        for end in tuple(self._ends):
            end.close()

    async def _end(self) -> None:
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
