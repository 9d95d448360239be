"""How long the lines of the devices are busy, whatever a program does: told by whoever knows the devices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wires:
    """`card_ms`: what reading one card takes on its line; `printer_baud`: bits a second of the ticket printer's."""

    card_ms: float
    printer_baud: int
