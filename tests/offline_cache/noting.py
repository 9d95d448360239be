"""A log in a list."""

from __future__ import annotations

from kiosk.operation.log_catalogue import catalogue
from kiosk.ports.log import LogValue


class Noting:
    """Implements `kiosk.ports.log.Log`; what the catalogue would refuse fails the test."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, LogValue]]] = []

    def event(self, name: str, /, **fields: LogValue) -> None:
        assert catalogue()[name].refusals(fields) == {}
        self.events.append((name, fields))

    def bug(self, where: str, error: BaseException) -> None:
        raise AssertionError(where) from error

    def names(self) -> list[str]:
        return [name for name, _ in self.events]
