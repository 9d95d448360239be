"""`make kill`: a thousand kills of terminal, hall and city, at named instants and at random ones."""

from __future__ import annotations

import sys
import time

from tests.proof.arguments import amount_of, form_of, parser, workplace
from tests.proof.kill.agreeing import Agreed, agreed
from tests.proof.kill.killing import Killing, killing
from tests.proof.kill.points import LIVES, POINTS
from tests.proof.pauses import Pauses
from tests.proof.report import Figure, Proof, ended

WHAT = """\
City, hall, virtual devices and a terminal run as processes on one machine; somebody takes a number, a clerk calls and
serves all the time, and in each round the terminal, the hall or the city is killed with SIGKILL, half of them at a
random instant, half by themselves at a named one: between two durable acts of a ticket, of the hall's book or of a
line, or in the middle of a transaction. The product has no such switches; the child wraps one function of the real
code before its role begins. Then everything is started again and the next comes. At the end all lines are drained and
compared: no number twice, every committed ticket taken, called and done once, nothing printed twice by itself, paper
for whatever counts as printed, requests that were given up void and nobody's, no wish unsettled, nothing refused or
damaged, the hall's events in the city each once, and no number that anybody typed in any file."""
PER_HALL = 250  # kills; then everything begins anew, because a queue has 499 numbers a day


def main() -> int:
    given = parser("Kills processes.", "kills", long=1000, short=20).parse_args()
    begun, failures, left, pauses = time.monotonic(), list[str](), amount_of(given), Pauses()
    found, kills = list[Agreed](), dict[str, int]()
    for seed in range(given.seed, given.seed + -(-left // PER_HALL)):
        with workplace("kill") as where, killing(where / "state", seed) as work:
            for number in range(min(left, PER_HALL)):
                failures += _round(work, pauses, seed, number)
            found.append(agreed(work))
            failures += [f"seed {seed}: {wrong}" for wrong in found[-1].wrong]
            kills = {name: kills.get(name, 0) + work.kills[name] for name in kills | work.kills}
        left -= PER_HALL
        print(f"  seed {seed}: {sum(kills.values())} kills, {time.monotonic() - begun:.0f} s", flush=True)
        if failures:
            break
    took = time.monotonic() - begun
    return ended(Proof("kill", 3, "Kills", "make kill", form_of(given), WHAT, took, _told(found, kills), failures))


def _round(work: Killing, pauses: Pauses, seed: int, number: int) -> list[str]:
    """A wait that ended because this machine stood still is no failure: all are killed, and it goes on."""
    try:
        work.round()
    except AssertionError as broken:
        if not pauses.one_since():
            return [f"seed {seed}, kill {number}: {broken}"]
        work.begin_again()
    return []


def _told(found: list[Agreed], kills: dict[str, int]) -> list[Figure]:
    random = {name.partition(":")[0]: count for name, count in kills.items() if name.endswith("at random")}
    named = {name: count for name, count in kills.items() if not name.endswith("at random")}
    words = ", ".join(f"{name} {count}" for name, count in sorted(named.items()))
    return [
        Figure("kills", sum(kills.values()), ", ".join(f"{role} {count}" for role, count in sorted(random.items()))),
        Figure("of them at a named instant", sum(named.values()), words),
        Figure("named instants met", len(named), f"of {len(POINTS) + len(LIVES)}"),
        Figure("committed tickets", sum(one.tickets for one in found), "each called and done once"),
        Figure("requests given up", sum(one.given_up for one in found), "void, nobody's"),
        Figure("pieces of paper", sum(one.papers for one in found), "no label twice"),
        Figure("events", sum(one.events for one in found), "the same in hall and city, each once"),
    ]


if __name__ == "__main__":
    sys.exit(main())
