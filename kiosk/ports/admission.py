"""Who may not come in: a city's own rule, asked before a booking, with a reason and always another way.

It began as the health-code check. Nothing of the kind is in this program; a city that needs one configures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.published import Text


@dataclass(frozen=True, slots=True)
class AdmissionQuestion:
    """The person is a keyed hash under the city's match key (`key_version`); no name and no number is told."""

    hall: str
    item: str
    day: str
    hash: str
    key_version: int


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """`reason` a word, `sentence` what the person reads, `other_way` how it can be done all the same."""

    reason: str
    sentence: Text
    other_way: Text


@dataclass(frozen=True, slots=True)
class AdmissionSilent:
    """The rule could not be asked. `admits` is what the city decided for this case."""

    admits: bool


class Admission(Protocol):
    def asked(self, question: AdmissionQuestion) -> NotAdmitted | AdmissionSilent | None:
        """None admits. Answers within its own time limit."""
