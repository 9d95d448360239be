"""`make proxy`: thousands of visits over bad wires between all nodes."""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.proof.arguments import amount_of, form_of, parser, workplace
from tests.proof.fault_proxy import Fault, Weather
from tests.proof.proxy.agreeing import LIMIT_S, Outcome, outcome
from tests.proof.proxy.bad_lines import TERMINALS, BadLines, bad_lines
from tests.proof.report import Figure, Proof, ended

WHAT = """\
A city and a hall as processes, four terminals, a clerk and a board; between terminal and hall, hall and city, caller
and hall, board and hall stands a proxy on real TCP that spoils a third of all exchanges, as a seed says: delayed, cut
before or after they were done, half a body, delivered twice, delivered later behind others, 429, a page of HTML with
404, 502, a redirect, an answer in drops; feeds are refused, delayed, opened twice, and break in the middle. Terminals
take numbers as fast as they get them, the clerk calls all the time, the board shows. Then the weather ends, and
everything has to drain and agree: every committed ticket taken, called and done once, no number given twice, nobody
called without a ticket, the hall's events in the city each once, every call on the board once and in order, nothing
refused. Nobody at a screen may wait for one answer longer than its limits."""
A_HALL = 360  # visits; then everything begins anew, because a queue has 499 numbers a day


def main() -> int:
    given = parser("Bad lines.", "visits", long=3600, short=120).parse_args()
    begun, left, failures = time.monotonic(), amount_of(given), list[str]()
    found, met, exchanges = list[Outcome](), Counter[str](), Counter[str]()
    for seed in range(given.seed, given.seed + -(-left // A_HALL)):
        with workplace("proxy") as where, bad_lines(where / "state", seed, Weather()) as lines:
            lines.work(min(left, A_HALL) // len(TERMINALS))
            found.append(outcome(lines))
            failures += [f"seed {seed}: {wrong}" for wrong in found[-1].wrong]
            _count(lines, met, exchanges)
        left -= A_HALL
        print(f"  seed {seed}: {found[-1].tickets} tickets, {time.monotonic() - begun:.0f} s", flush=True)
    took = time.monotonic() - begun
    figures = _told(found, met, exchanges)
    return ended(Proof("proxy", 5, "Bad lines", "make proxy", form_of(given), WHAT, took, figures, failures))


def _count(lines: BadLines, met: Counter[str], exchanges: Counter[str]) -> None:
    for hop, wire in lines.wires.items():
        met.update(wire.met)
        exchanges[hop] += wire.exchanges


def _told(found: list[Outcome], met: Counter[str], exchanges: Counter[str]) -> list[Figure]:
    return [
        Figure("exchanges", exchanges.total(), ", ".join(f"{hop} {count:,}" for hop, count in exchanges.items())),
        Figure("spoilt exchanges", met.total(), ", ".join(f"{word} {count}" for word, count in sorted(met.items()))),
        Figure("kinds of fault met", len(met), f"of {len(Fault)}"),
        Figure("committed tickets", sum(one.tickets for one in found), "each taken, called and done once"),
        Figure("events", sum(one.events for one in found), "the same in hall and city, each once"),
        Figure("calls on the board", sum(one.calls_shown for one in found), "each once and in order"),
        Figure("longest wait for one answer, s", max(one.longest_s for one in found), f"limit {LIMIT_S}"),
        Figure("drained after the weather, s", max(one.drained_s for one in found), "the slowest run"),
    ]


if __name__ == "__main__":
    sys.exit(main())
