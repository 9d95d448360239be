"""What a command on the control socket says, read strictly: a wrong word is answered with what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class WrongArgumentError(Exception):
    """Says which argument, and what would be right; the text goes back to whoever asked."""


class Arguments:
    """One command's arguments. `done` complains about those that nobody asked for."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = dict(given)

    def word(self, name: str, among: Iterable[str], default: str | None = None) -> str:
        allowed = sorted(among)
        value = self._given.pop(name, default)
        if not isinstance(value, str) or value not in allowed:
            raise WrongArgumentError(f"{name} must be one of {', '.join(allowed)}")
        return value

    def text(self, name: str) -> str:
        value = self._given.pop(name, None)
        if not isinstance(value, str) or not value or "\0" in value:
            raise WrongArgumentError(f"{name} must be a text that is not empty")
        return value

    def count(self, name: str, low: int, high: int, default: int | None = None) -> int | None:
        value = self._given.pop(name, default)
        if value is None:
            return None
        if type(value) is not int or not low <= value <= high:
            raise WrongArgumentError(f"{name} must be a whole number from {low} to {high}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self._given.pop(name, default)
        if not isinstance(value, bool):
            raise WrongArgumentError(f"{name} must be true or false")
        return value

    def done(self) -> None:
        if self._given:
            raise WrongArgumentError(f"nobody knows {', '.join(sorted(self._given))} here")
