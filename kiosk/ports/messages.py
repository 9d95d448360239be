"""What the city needs to reach a person: a gateway that takes a short message for a telephone number.

Gateways differ by city; each is an implementation of this protocol. None is configured by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class SendFailure(StrEnum):
    """Why a message was not taken."""

    UNREACHED = "unreached"  # no answer, or a server's own failure: worth another try
    BUSY = "busy"  # 429 or 503: later
    REFUSED = "refused"  # the gateway says no; asking again changes nothing

    @property
    def final(self) -> bool:
        return self is SendFailure.REFUSED


@dataclass(frozen=True, slots=True)
class Message:
    """`id` stays the same for every try, so that a gateway sends it once. `values` fill the template's places."""

    id: str
    phone: str = field(repr=False)
    template: str
    values: Mapping[str, str] = field(repr=False)


class MessageGateway(Protocol):
    def send(self, message: Message) -> SendFailure | None:
        """Hands the message over; None when the gateway took it. Answers within its own time limit."""
