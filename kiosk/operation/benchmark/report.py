"""A run's figures: each with its unit, how it was taken, and the goal it is held against."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Goal:
    """`bound` is in the figure's unit; a figure reaches it from below, or with `at_least` from above."""

    bound: float
    at_least: bool = False

    def reached(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True, slots=True)
class Figure:
    """`group` gathers figures under one heading; `more` holds what belongs to it, e.g. its other percentiles."""

    group: str
    name: str
    value: float
    unit: str
    how: str = ""
    goal: Goal | None = None
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def reached(self) -> bool | None:
        return None if self.goal is None else self.goal.reached(self.value)

    def facts(self) -> dict[str, Any]:
        return {**asdict(self), "reached": self.reached}


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one run. `seconds` is how long it took."""

    figures: tuple[Figure, ...]
    seconds: float
    quick: bool
    machine: Mapping[str, str | int]
    taken: str

    def facts(self) -> dict[str, Any]:
        """As JSON holds it; the keys are described in docs/numbers.md."""
        return {
            "schema": SCHEMA,
            "taken": self.taken,
            "quick": self.quick,
            "seconds": round(self.seconds, 1),
            "machine": dict(self.machine),
            "figures": [_rounded(figure.facts()) for figure in self.figures],
        }


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def this_machine() -> dict[str, str | int]:
    """What has to be known of a machine to judge its figures; nothing that names it."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": f"{os.getloadavg()[0]:.1f}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _rounded(facts: dict[str, Any]) -> dict[str, Any]:
    more = {key: round(value, 2) for key, value in facts["more"].items()}
    return {**facts, "value": round(facts["value"], 2), "more": more}
