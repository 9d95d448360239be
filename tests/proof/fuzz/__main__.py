"""`make fuzz`: every operation of every interface's own description is asked with what fits it and what does not."""

from __future__ import annotations

import sys
import time

from tests.proof.arguments import amount_of, form_of, parser
from tests.proof.fuzz.attacking import Found, attacked
from tests.proof.fuzz.hostile import BODIES
from tests.proof.fuzz.targets import TARGETS
from tests.proof.report import Figure, Proof, ended

WHAT = """
The interfaces run as they do in a hall, over real HTTP. For each operation that their own description names, and with
the token of every role, requests are generated from the schema (schemathesis), with a person's name and number among
their texts, and a list of bodies is sent that fits nothing: half of one, wrong bytes, nestings of thousands, numbers of
thousands of digits. It fails with an answer of 500 or more that is not a documented 503, with one that the description
does not name, without a reason and a sentence, that repeats a person's data, or that takes longer than 12 s; and when
the node noted a bug or is not ready afterwards.
"""


def main() -> int:
    given = parser(__doc__ or "", "requests for each operation and token", long=300, short=8).parse_args()
    began, found = time.monotonic(), dict[str, Found]()
    for name, target in TARGETS.items():
        with target() as running:
            found[name] = attacked(running, amount_of(given), given.seed)
    figures = [figure for name, one in found.items() for figure in _figures(name, one)]
    failures = [failure for one in found.values() for failure in one.failures][:40]
    seconds = time.monotonic() - began
    return ended(Proof("fuzz", 8, "Odd requests", "make fuzz", form_of(given), WHAT, seconds, figures, failures))


def _figures(name: str, found: Found) -> list[Figure]:
    codes = ", ".join(f"{status}: {count:,}" for status, count in sorted(found.answers.items()))
    return [
        Figure(
            f"{name}: operations",
            found.operations,
            f"each by every role; {len(BODIES)} hostile bodies where it takes one",
        ),
        Figure(f"{name}: requests", found.answers.total(), codes),
        Figure(f"{name}: slowest answer", f"{found.slowest * 1000:.0f} ms", "the limit is 12 s"),
        Figure(f"{name}: faults", len(found.failures)),
    ]


if __name__ == "__main__":
    sys.exit(main())
