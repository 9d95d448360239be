"""`make power-loss`: many lives of both books, cut at every sync; and the same with NORMAL and OFF, which must fail."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.proof.arguments import amount_of, form_of, parser, workplace
from tests.proof.power_loss.cuts import Effort
from tests.proof.power_loss.judging import Wrong
from tests.proof.power_loss.life import Life, Plan, Tally, bitten
from tests.proof.power_loss.recording import is_possible
from tests.proof.report import Figure, Proof, ended

WHAT = """\
Both books of a node (a terminal's and a hall's) are used by the real code of `offline_cache` in a process under
strace, which records every write, truncation, name and sync. From the recording every state is rebuilt that a power
cut may leave on a pessimistic disk: what was not synced may be there in any part, a later write without the ones
before it, a write torn at any sector of 512 bytes, a name without its file. Small windows between two syncs are
enumerated whole, large ones by the telling cases and by chance from a seed. Each state is opened through
`open_ledger`, as the next start would, with a stale index beside it now and then; some are recorded and cut once more
while they recover. A state is good when the book is whole by SQLite's own check, holds exactly what it held after the
last operation that had returned or after the one that was under way, no label twice, and takes the next event under
the next number.

The same with `synchronous=NORMAL` has to lose an operation that had returned, and with `OFF` a book has to be found
damaged or half: so the test bites."""
LONG = Effort(whole=8, telling=40, sampled=40)
WEAK = (("normal", frozenset({Wrong.LOST.value})), ("off", frozenset({Wrong.HALF.value, Wrong.DAMAGED.value})))


def plans(seeds: Sequence[int], short: bool) -> list[Plan]:
    """Every third seed keeps the product's own checkpoints; the others meet many small ones."""
    if short:
        return [Plan(role, seed) for seed in seeds for role in ("terminal", "hall")]
    pages = (24, 6, 0)
    return [
        Plan(role, seed, sessions=3, operations=30, checkpoint_pages=pages[seed % 3], again=2, effort=LONG)
        for seed in seeds
        for role in ("terminal", "hall")
    ]


def main() -> int:
    given = parser("Power loss at every sync.", "seeds", long=6, short=1).parse_args()
    if not is_possible():
        sys.exit("make power-loss needs strace (Debian: apt-get install strace)")
    begun, seeds = time.monotonic(), range(given.seed, given.seed + amount_of(given))
    with workplace("power-loss") as where:
        tally = Tally()
        for plan in plans(seeds, given.quick):
            Life(plan, where, tally).prove()
        figures, failures = _told(tally), list(tally.examples)
        for mode, by in WEAK:
            figure, missed = _weaker(mode, by, given.seed, where)
            figures.append(figure)
            failures += missed
    took, short = time.monotonic() - begun, form_of(given)
    return ended(Proof("power-loss", 4, "Power loss", "make power-loss", short, WHAT, took, figures, failures))


def _told(tally: Tally) -> list[Figure]:
    return [
        Figure("power cuts rebuilt and opened", tally.cuts, "all different"),
        Figure("operations recorded", tally.operations, "each one transaction of a port"),
        Figure("writes recorded", tally.writes),
        Figure("syncs recorded", tally.syncs),
        Figure("books that were not good with FULL", tally.wrong.total()),
    ]


def _weaker(mode: str, by: frozenset[str], seed: int, where: Path) -> tuple[Figure, list[str]]:
    tallies = [bitten(role, seed, mode, where, by) for role in ("terminal", "hall")]
    spoilt = all(by & set(tally.wrong) for tally in tallies)
    words = sorted({word for tally in tallies for word in tally.wrong})
    met = ", ".join(f"{word} {sum(tally.wrong[word] for tally in tallies)}" for word in words)
    how = f"found after {sum(tally.cuts for tally in tallies)} cuts of both books: {met or 'nothing'}"
    return Figure(f"with {mode.upper()} the same test", "fails" if spoilt else "passes", how), (
        [] if spoilt else [f"with {mode.upper()} nothing was found: the test does not bite"]
    )


if __name__ == "__main__":
    sys.exit(main())
