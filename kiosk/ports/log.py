"""What the rooms need from a log: named events with listed fields, never free text.

Free text is how a name or an ID number reaches a file. So an event is chosen from the catalogue
(`kiosk/operation/log_events/`), and only its listed fields, of their listed types, are ever written.
"""

from __future__ import annotations

from typing import Protocol

LogValue = str | int | float | bool


class Log(Protocol):
    """Never blocks for long, never raises for a full disk; safe from any thread."""

    def event(self, name: str, /, **fields: LogValue) -> None:
        """Writes the catalogue's event `name`. Unlisted names and fields are bugs: raised in tests, else dropped."""

    def bug(self, where: str, error: BaseException) -> None:
        """Writes an unexpected exception: its class and the places it passed through, never its text or any value."""


class NoLog:
    """For parts that are used alone: a probe, a unit test."""

    def event(self, name: str, /, **fields: LogValue) -> None:
        return None

    def bug(self, where: str, error: BaseException) -> None:
        return None
