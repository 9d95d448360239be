"""Why an upstream cannot do what a node asks for now, as values."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ports.ledger import LedgerFailure


@dataclass(frozen=True, slots=True)
class Overloaded:
    """429: too much waits here already."""

    retry_after_s: int = 1


@dataclass(frozen=True, slots=True)
class Forbidden:
    """403: this node may not, whenever it asks. `sentence` in English, for a technician."""

    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """503: what the upstream stands on does not work now. `reason` a word, `sentence` in English, for a technician."""

    reason: str
    sentence: str
    retry_after_s: int = 2


NotNow = LedgerFailure | Overloaded | Forbidden | Unavailable
