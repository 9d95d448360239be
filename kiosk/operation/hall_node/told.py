"""What a hall node says in its ready file: where its doors are."""

from __future__ import annotations

from kiosk.operation.process import Process


class Told:
    """`port` is for this machine, `url` for the others."""

    def __init__(self, process: Process, host: str) -> None:
        self._process, self._host, self._url = process, host, ""

    def lan(self, url: str) -> None:
        self._url = url

    def ready(self, port: int) -> None:
        others = {"url": self._url} if self._url else {}
        self._process.ready(host=self._host, port=port, **others)
