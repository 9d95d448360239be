"""`make load`: arrivals that do not wait for answers, at a hall and at a city."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.proof.load.burst import burst
from tests.proof.load.drain import drain
from tests.proof.load.flat import flat
from tests.proof.load.part import Extent, Part
from tests.proof.load.terminals import terminals
from tests.proof.load.visitors import visitors
from tests.proof.report import ROOT, Proof, ended

PARTS: dict[str, Callable[[Path, Extent], Part]] = {
    "visitors": visitors,
    "terminals": terminals,
    "burst": burst,
    "drain": drain,
    "flat": flat,
}
WHAT = """\
A hall and a city run as processes of their own, on the machine's disk and on a PostgreSQL server that forgets nothing;
the load comes from one more process on the same cores. Requests begin at their own times, drawn beforehand, and do not
wait for the answers to others: a latency counts from the intended beginning, so whatever the server or the generator
was late with is in it. Four thousand people enter a hall in a minute while thirty-two clerks call; a thousand terminals
beat, tell and hear; ten thousand people want five hundred places; a hall sends what it owed; and a day's twenty
thousandth ticket costs what the first did. It fails when a bound is missed, when anything is refused that should not
be, given or called or sold twice, or lost on its way."""


def main() -> int:
    given = _arguments()
    begun, parts = time.monotonic(), list[Part]()
    for name in given.only or PARTS:
        folder = ROOT / "build"
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="load-", dir=folder) as where:
            parts.append(PARTS[name](Path(where), Extent(given.quick, judged=not given.quick)))
    figures = [figure for part in parts for figure in part.figures]
    failures = [failure for part in parts for failure in part.failures]
    form, took = "short" if given.quick else "long", time.monotonic() - begun
    return ended(Proof("load", 7, "Load", "make load", form, WHAT, took, figures, failures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Loads a hall and a city; nobody waits for another's answer.")
    parser.add_argument("--quick", action="store_true", help="a few seconds of each; the bounds of time are only told")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be given again")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
