"""How often one address may ask a city on a network, before anybody is looked up."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from kiosk.city.gate import BURST, PER_SECOND, CityGate


class Door:
    """A gate before an application that only answers 204, and a clock."""

    def __init__(self) -> None:
        self.now = 100.0
        self._gate = CityGate(self._app, lambda: self.now)

    def ask(self, host: str) -> tuple[int, dict[bytes, bytes]]:
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        scope: Scope = {"type": "http", "method": "GET", "path": "/v1/health", "headers": [], "scheme": "https",
                        "client": (host, 40000), "server": ("10.9.0.1", 8443), "query_string": b""}  # fmt: skip
        asyncio.run(self._gate(scope, receive, send))
        return int(said[0]["status"]), dict(said[0]["headers"])

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: dict[str, Any] = {"type": "http.response.start", "status": 204, "headers": []}
        await send(start)
        await send({"type": "http.response.body", "body": b""})


def test_an_address_that_asks_without_end_is_slowed_down_and_nobody_else() -> None:
    door = Door()
    answers = [door.ask("10.9.0.7") for _ in range(int(BURST) + 1)]
    assert {status for status, _ in answers[:-1]} == {204}
    status, headers = answers[-1]
    assert status == 429 and int(headers[b"retry-after"]) >= 1
    assert door.ask("10.9.0.8")[0] == 204
    door.now += 1
    assert [door.ask("10.9.0.7")[0] for _ in range(int(PER_SECOND) + 1)] == [204] * int(PER_SECOND) + [429]


def test_the_citys_own_machine_may_ask_as_it_likes() -> None:
    door = Door()
    for host in ("127.0.0.1", "10.9.0.1"):
        assert {door.ask(host)[0] for _ in range(int(BURST) + 50)} == {204}
