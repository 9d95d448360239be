"""How a machine of a simulation stops: no error that a program could catch."""

from __future__ import annotations


class PlugPulled(BaseException):
    """The machine stops here. What its shelf holds by now is what the next start finds."""
