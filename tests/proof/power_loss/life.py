"""A book's life under the recorder, and every power cut that could have ended it, each one opened and judged."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.proof.power_loss.cuts import Effort, Found, Promise, cuts, states
from tests.proof.power_loss.disk import FileSynced, FolderSynced, Image, Mark, Step, Write
from tests.proof.power_loss.judging import judged, lay
from tests.proof.power_loss.recording import files_in, recorded, seen
from tests.proof.power_loss.workload import Order
from tests.proof.report import ROOT

_NOTHING = Promise("", "", "")
_INDEX_BYTES = 32768


@dataclass(frozen=True, slots=True)
class Plan:
    """`sessions` processes one after the other on the same file, some closed and some killed; `again` of the cuts of
    each, by chance, are started once more under the recorder and cut again: the power goes while a book recovers."""

    role: str
    seed: int
    synchronous: str = ""
    sessions: int = 2
    operations: int = 25
    checkpoint_pages: int = 24
    again: int = 1
    effort: Effort = field(default_factory=Effort)


@dataclass
class Tally:
    """What was met so far."""

    cuts: int = 0
    syncs: int = 0
    writes: int = 0
    operations: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, steps: Sequence[Step]) -> None:
        self.syncs += sum(isinstance(step, FileSynced | FolderSynced) for step in steps)
        self.writes += sum(isinstance(step, Write) for step in steps)
        self.operations += sum(isinstance(step, Mark) and step.text.startswith("end\t") for step in steps)


Enough = Callable[[Tally], bool]


class Life:
    """One plan in one folder. `enough` ends it early."""

    def __init__(self, plan: Plan, where: Path, tally: Tally, enough: Enough = lambda tally: False) -> None:
        self._plan = plan
        self._where = where
        self._tally = tally
        self._enough = enough
        self._chance = random.Random(f"{plan.role} {plan.seed}")
        self._states: set[str] = set()

    def prove(self) -> None:
        plan = self._plan
        lay({}, self._where / "life")
        promise, kept = _NOTHING, list[Found]()
        for number in range(1, plan.sessions + 1):
            steps, good = self._session(number, "life", promise)
            kept += self._chance.sample(good, min(len(good), plan.again))
            promise = (states(steps) or [promise])[-1]
            if self._enough(self._tally):
                return
        for number, found in enumerate(kept, plan.sessions + 1):
            lay(found.image, self._where / "again")
            self._session(number, "again", found.promise)

    def _session(self, number: int, name: str, promise: Promise) -> tuple[list[Step], list[Found]]:
        """What one process did to the folder, and those of its cuts that left a good book."""
        folder = self._where / name
        before = seen(files_in(folder))
        order = json.dumps(asdict(self._order(number, folder)))
        steps = recorded([sys.executable, "-m", "tests.proof.power_loss.workload", order], folder, ROOT)
        self._tally.add(steps)
        self._states |= {promise.after for promise in states(steps)}
        return steps, self._judge_all(steps, before, promise)

    def _order(self, number: int, folder: Path) -> Order:
        plan = self._plan
        return Order(
            str(folder), plan.role, number, plan.operations, plan.seed * 1000 + number,
            ends_clean=number % 2 == 1 and number < plan.sessions,
            synchronous=plan.synchronous, checkpoint_pages=plan.checkpoint_pages,
        )  # fmt: skip

    def _judge_all(self, steps: Sequence[Step], before: Image, promise: Promise) -> list[Found]:
        good: list[Found] = []
        for found in cuts(steps, before, promise, self._plan.effort, self._chance.randrange(1 << 32)):
            holds = self._judge(found)
            if holds and found.promise.after:
                good.append(Found(found.image, Promise(holds, "", holds, found.promise.own)))
            if self._enough(self._tally):
                break
        return good

    def _judge(self, found: Found) -> str:
        """What the book holds; empty when that is wrong."""
        noise = self._chance.randbytes(_INDEX_BYTES) if self._chance.random() < 0.3 else b""
        verdict = judged(found, self._where / "cut", noise, frozenset(self._states))
        self._tally.cuts += 1
        if verdict.wrong is None:
            return verdict.holds
        self._tally.wrong[verdict.wrong.value] += 1
        during = found.promise.under_way or "between two operations"
        self._tally.examples.append(f"{self._plan.role}, seed {self._plan.seed}: {verdict.wrong.value} at {during}")
        return ""


def proved(plan: Plan, where: Path) -> Tally:
    tally = Tally()
    Life(plan, where, tally).prove()
    return tally


def bitten(role: str, seed: int, synchronous: str, where: Path, by: frozenset[str], limit: int = 3000) -> Tally:
    """With a weaker promise than the product's: until one of the wrongs `by` is met, or `limit` cuts were judged."""
    tally = Tally()
    plan = Plan(role, seed, synchronous, sessions=1, again=0, operations=12)
    Life(plan, where, tally, lambda so_far: bool(by & set(so_far.wrong)) or so_far.cuts >= limit).prove()
    return tally
