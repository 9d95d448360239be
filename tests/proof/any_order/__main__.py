"""`make any-order`: the stateful property with many more examples than a test may take."""

from __future__ import annotations

import sys
import time

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.any_order.any_order import STEPS, AnyOrder
from tests.proof.arguments import amount_of, form_of, parser
from tests.proof.report import Figure, Proof, ended

WHAT = """\
A terminal, a hall and a city stand on real files and run the product's own rules for tickets, numbers, streams and
batches. Hypothesis draws what happens in which order: people take numbers, paper comes or not, answers are lost,
doubled or stale, requests of long ago arrive again, any of the three loses its power between any two durable acts
(the files are copied as they are and opened again), the terminal's and the city's disks are put back to an earlier
image. After every step: no number promised twice, nobody in two places or called twice, every promise known to the
hall and not void, what is owed is what was not taken. At the end everything is drained: hall and city hold the same
events, each once, and a replay of the book gives the live hall."""
STEPS_EACH = 60


def main() -> int:
    given = parser("Anything in any order.", "examples", long=2000, short=30).parse_args()
    begun, failures = time.monotonic(), list[str]()
    limits = settings(
        max_examples=amount_of(given),
        stateful_step_count=STEPS_EACH,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        database=None,
    )
    try:
        run_state_machine_as_test(seed(given.seed)(AnyOrder), settings=limits)
    except AssertionError as broken:
        failures.append(f"seed {given.seed}: {broken}; the steps stand above")
    figures = [
        Figure("examples", amount_of(given), f"of at most {STEPS_EACH} steps, seed {given.seed}"),
        Figure("steps", STEPS["steps"], "all invariants after each"),
        Figure("numbers taken", STEPS["tickets"]),
        Figure("machines that lost their power", STEPS["crashes"]),
        Figure("images of a terminal's disk", STEPS["images"]),
    ]
    took = time.monotonic() - begun
    return ended(Proof("any-order", 2, "Any order", "make any-order", form_of(given), WHAT, took, figures, failures))


if __name__ == "__main__":
    sys.exit(main())
