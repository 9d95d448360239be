"""`make simulate`: a million tickets in seeded days of everything that can go wrong; a failing seed is printed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.proof.arguments import amount_of, form_of, parser
from tests.proof.report import FOLDER, Figure, Proof, ended, source
from tests.simulation.breaking import BREAKS, blind_to
from tests.simulation.days import Plan
from tests.simulation.holding import LONGEST_WAIT_MIN
from tests.simulation.running import Outcome, in_memory, on_files, until_enough

WHAT = f"""\
The product's own journey, ticket's life, live queue, day book, streams, batches and uplinks run in one process
without threads on the simulation's time, chance, network and disk: four terminals, eight counters, 2,400 visits a
day, two days a seed. Messages are lost, doubled, answered to nobody or come again later; lines are cut; terminals,
hall and city lose their power between and within transactions; clocks jump by up to two days; disks are put back to
earlier images, the hall's book is lost or restored from a copy. After every step: no label on two tickets, nobody
called by two counters, of one queue and kind nobody before somebody who came earlier by the true time, nobody who
has waited the published maximum passed by a later one, no reservation called before its terminal could confirm it, and
each without such a word in its turn, nobody who waits more than {LONGEST_WAIT_MIN} minutes, nobody known after a visit,
no wish in a book after it; in the books of hall and city each event once, each place of a stream once and without a
gap, and as many events as places say; and of the committed tickets one in turn, so that each is looked for several
times a day: the hall has it under its number, in its line, at its counter or over, or its terminal has yet to tell it.
Every evening, when all works again: every committed ticket was called, hall and city agree,
nobody's number written down, no wish unsettled, and a restart from the book gives the same hall. The books
are in memory with the ports' promises, and for some seeds the real files. A seed reproduces its days.

That it bites: {len(BREAKS)} rules of the product are broken on purpose, one at a time, and each has to be found and
called by its name (`python -m tests.simulation.breaking`)."""
SO_FAR = FOLDER / "so-far" / "simulate.json"
ON_FILES = 4  # days of the long form on real files


def main() -> int:
    wanted = parser("Simulated days.", "tickets", long=1_000_000, short=9_000)
    wanted.add_argument("--jobs", type=int, default=1, help="processes")
    wanted.add_argument("--only", type=int, default=0, help="this one seed, with its traceback")
    wanted.add_argument("--minutes", type=float, default=0, help="stop then; --on goes on behind the last seed")
    wanted.add_argument("--on", action="store_true", help="go on where the run before stopped or failed")
    given = wanted.parse_args()
    if given.only:
        print(in_memory(given.only, Plan()))
        return 0
    parts, before = (_told_before() if given.on else []), time.monotonic()
    part = Part(source(), max((one.last for one in parts), default=given.seed - 1) + 1)
    wanted_still = amount_of(given) - sum(one.outcome.tickets for one in parts)
    for outcome in until_enough(wanted_still, part.first, Plan(), given.jobs):
        part.outcome, part.seconds = outcome, time.monotonic() - before
        part.last = part.first + outcome.days // Plan().days - 1
        if not outcome.broken:
            _keep([*parts, part])
        print(f"  {outcome.tickets:,} tickets, {outcome.tickets / part.seconds:,.0f} a second", flush=True)
        if given.minutes and part.seconds > given.minutes * 60:
            break
    return _report([*parts, part], form_of(given), given)


def _report(parts: list[Part], form: str, given: argparse.Namespace) -> int:
    total, files = Outcome(), Outcome()
    for part in parts:
        total.add(part.outcome)
    for seed in range(1 if given.quick else ON_FILES):
        files.add(on_files(given.seed + seed, Plan(days=1, visits=300)))
    took, failures = sum(part.seconds for part in parts), total.broken + files.broken
    figures = _told(total, files, parts, given.jobs)
    if total.tickets < amount_of(given):
        form = f"unfinished {form}"
    elif not given.quick:
        blind = blind_to(BREAKS)
        figures.append(Figure("rules broken on purpose", len(BREAKS), f"found: {len(BREAKS) - len(blind)}"))
        failures += [f"not seen: {rule}" for rule in blind]
    return ended(Proof("simulate", 1, "Simulation", "make simulate", form, WHAT, took, figures, failures))


def _told(total: Outcome, files: Outcome, parts: list[Part], jobs: int) -> list[Figure]:
    met = [Figure(word, number) for word, number in sorted(total.met.items())]
    pace = total.tickets / sum(part.seconds for part in parts)
    seeds = ", ".join(f"{part.first} to {part.last} at {part.source}" for part in parts)
    return [
        Figure("tickets", total.tickets, f"{pace:,.0f} a second; processes: {jobs}"),
        Figure("seeds", parts[-1].last - parts[0].first + 1, seeds),
        Figure("days", total.days, "of a hall"),
        Figure("calls", total.called),
        Figure("steps", total.steps, "all invariants after each"),
        Figure("longest wait, minutes", round(total.longest_wait_ms / 60_000), "outages and 待确认 included"),
        Figure("tickets on the real files", files.tickets, f"in {files.days} days"),
        *met,
    ]


@dataclass
class Part:
    """Seeds that ran one after the other on one commit."""

    source: str
    first: int
    last: int = 0
    seconds: float = 0
    outcome: Outcome = field(default_factory=Outcome)


def _told_before() -> list[Part]:
    parts = json.loads(SO_FAR.read_text(encoding="utf-8")) if SO_FAR.exists() else []
    return [
        Part(**{**one, "outcome": Outcome(**{**one["outcome"], "met": Counter(one["outcome"]["met"])})})
        for one in parts
    ]


def _keep(parts: list[Part]) -> None:
    SO_FAR.parent.mkdir(parents=True, exist_ok=True)
    SO_FAR.write_text(
        json.dumps([vars(part) | {"outcome": vars(part.outcome)} for part in parts], indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
