"""The two ways in which the preparation speaks to the person at the keyboard."""

from __future__ import annotations


class CannotPrepareError(Exception):
    """Carries the one sentence that says what is missing and what to type."""


def say(sentence: str) -> None:
    print(f"prepare: {sentence}", flush=True)
