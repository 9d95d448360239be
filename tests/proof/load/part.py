"""What one part of the load found: its figures, and what did not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.city.database import Place
from kiosk.operation.benchmark.figures import spread
from tests.city.grounds import Server
from tests.proof.report import Figure


@dataclass(frozen=True, slots=True)
class LoadedCity:
    """A node of a city that serves, and its database."""

    port: int
    ground: str
    place: Place


@dataclass(frozen=True, slots=True)
class Extent:
    """How much load is made. `judged`: the bounds of time count; a short form on a busy machine only tells them.
    `server` and `city` run already and are not ended, for a short form among other tests."""

    quick: bool
    judged: bool
    server: Server | None = None
    city: LoadedCity | None = None

    def of(self, long: int, short: int) -> int:
        return short if self.quick else long


@dataclass(slots=True)
class Part:
    """`hold` is for what must be true on every machine, `goal` for a bound of time."""

    name: str
    extent: Extent
    figures: list[Figure] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def figure(self, name: str, value: str | int | float, how: str = "") -> None:
        self.figures.append(Figure(f"{self.name}: {name}", value, how))

    def hold(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.failures.append(f"{self.name}: {otherwise}")

    def goal(self, name: str, value: float, bound: float, unit: str, how: str = "") -> None:
        """A figure that has to be at most `bound`."""
        self.figure(
            name, f"{value:,.1f} {unit}", f"goal ≤ {bound:g} {unit}; {how}" if how else f"goal ≤ {bound:g} {unit}"
        )
        if self.extent.judged:
            self.hold(value <= bound, f"{name} took {value:,.1f} {unit}, not {bound:g}")

    def times(self, name: str, seconds: Sequence[float], bound_ms: float) -> None:
        """The 95th percentile is judged."""
        times = spread(seconds)
        how = f"{len(seconds):,} of them; p50 {times.p50:.1f}, p99 {times.p99:.1f}, worst {times.worst:.0f} ms"
        self.goal(f"{name}, p95", times.p95, bound_ms, "ms", how)
