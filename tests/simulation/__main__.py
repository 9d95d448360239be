"""`make simulate`: a million tickets in seeded days of everything that can go wrong; a failing seed is printed."""

from __future__ import annotations

import sys
import time

from tests.proof.arguments import amount_of, form_of, parser
from tests.proof.report import Figure, Proof, ended
from tests.simulation.days import Plan
from tests.simulation.running import Outcome, in_memory, on_files, until_enough

WHAT = """\
The product's own journey, ticket's life, live queue, day book, streams, batches and uplinks run in one process
without threads on the simulation's time, chance, network and disk: four terminals, eight counters, 2,400 visits a
day, two days a seed. Messages are lost, doubled, answered to nobody or come again later; lines are cut; terminals,
hall and city lose their power between and within transactions; clocks jump by up to two days; disks are put back to
earlier images, the hall's book is lost or restored from a copy. After every step: no label on two tickets, nobody
called by two counters, nobody who has waited the published maximum passed by a later one, no reservation called
before its terminal could confirm it, nobody known after a visit. Every evening, when all works again: every committed
ticket was called, hall and city agree, each event applied once, no wish unsettled, and a restart from the book gives
the same hall. The books are in memory with the ports' promises, and for some seeds the real files. A seed reproduces
its days."""
ON_FILES = 4  # days of the long form on real files


def main() -> int:
    wanted = parser("Simulated days.", "tickets", long=1_000_000, short=9_000)
    wanted.add_argument("--jobs", type=int, default=1, help="processes")
    wanted.add_argument("--only", type=int, default=0, help="this one seed, with its traceback")
    given = wanted.parse_args()
    if given.only:
        print(in_memory(given.only, Plan()))
        return 0
    begun, total = time.monotonic(), Outcome()
    for total in until_enough(amount_of(given), given.seed, Plan(), given.jobs):
        took = time.monotonic() - begun
        print(f"  {total.tickets:,} tickets, {total.tickets / took:,.0f} a second", flush=True)
    pace, files = total.tickets / (time.monotonic() - begun), Outcome()
    for seed in range(1 if given.quick else ON_FILES):
        files.add(on_files(given.seed + seed, Plan(days=1, visits=300)))
    took, failures = time.monotonic() - begun, total.broken + files.broken
    figures = _told(total, files, pace, given.jobs)
    return ended(Proof("simulate", 1, "Simulation", "make simulate", form_of(given), WHAT, took, figures, failures))


def _told(total: Outcome, files: Outcome, pace: float, jobs: int) -> list[Figure]:
    met = [Figure(word, number) for word, number in sorted(total.met.items())]
    return [
        Figure("tickets", total.tickets, f"{pace:,.0f} a second; processes: {jobs}"),
        Figure("days", total.days, "of a hall"),
        Figure("calls", total.called),
        Figure("steps", total.steps, "all invariants after each"),
        Figure("longest wait, minutes", round(total.longest_wait_ms / 60_000), "outages and 待确认 included"),
        Figure("tickets on the real files", files.tickets, f"in {files.days} days"),
        *met,
    ]


if __name__ == "__main__":
    sys.exit(main())
