"""What only somebody who knows the devices can tell: how long their lines are busy, how a ticket is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.operation.benchmark.idle import Watching


@dataclass(frozen=True, slots=True)
class Wires:
    """`card_ms`: what reading one card takes on its line; `printer_baud`: bits a second of the ticket printer's.

    `renderings`: kinds of tickets by name, each rendered by a call. `watching`: every class of devices, attached.
    `seeing`: what is done with one picture of a camera; what it needs is loaded by that call.
    """

    card_ms: float
    printer_baud: int
    renderings: Mapping[str, Callable[[], object]]
    watching: Watching
    seeing: Callable[[], Mapping[str, Callable[[], object]]]
