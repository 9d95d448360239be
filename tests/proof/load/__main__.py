"""`make load`: arrivals that do not wait for answers, at a hall and at a city."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.proof.load.burst import burst
from tests.proof.load.drain import drain
from tests.proof.load.flat import flat
from tests.proof.load.part import Extent, Part
from tests.proof.load.terminals import terminals
from tests.proof.load.visitors import visitors
from tests.proof.report import FOLDER, ROOT, Figure, Proof, ended, source

PARTS: dict[str, Callable[[Path, Extent], Part]] = {
    "visitors": visitors,
    "terminals": terminals,
    "burst": burst,
    "drain": drain,
    "flat": flat,
}
WHAT = """\
A hall and a city run as processes of their own, on the machine's disk and on a PostgreSQL server that forgets nothing;
the load comes from one more process on the same cores, and each part has the machine for itself. Requests begin at
their own times, drawn beforehand, and do not wait for the answers to others: a latency counts from the intended
beginning, so whatever the server or the generator was late with is in it. Four thousand people enter a hall in a minute
while thirty-two clerks call; a thousand terminals beat, tell and hear; ten thousand people want five hundred places; a
hall sends what it owed; and a day's twenty thousandth ticket costs what the first did. It fails when a bound is missed,
when anything is refused that should not be, given or called or sold twice, or lost on its way."""


SO_FAR = FOLDER / "so-far" / "load.json"


def main() -> int:
    given = _arguments()
    known = _told_before() if given.on else {}
    for name in given.only or PARTS:
        known[name] = _measured(name, Extent(given.quick, judged=not given.quick))
        if not given.quick:
            _keep(known)
    parts = [known[name] for name in PARTS if name in known]
    figures = [Figure(*figure) for part in parts for figure in part["figures"]]
    figures.append(Figure("measured", len(parts), ", ".join(f"{name} at {known[name]['source']}" for name in known)))
    failures = [failure for part in parts for failure in part["failures"]]
    form, took = "short" if given.quick else "long", sum(part["seconds"] for part in parts)
    if len(parts) < len(PARTS):
        form = f"unfinished {form}"
    return ended(Proof("load", 7, "Load", "make load", form, WHAT, took, figures, failures))


def _measured(name: str, extent: Extent) -> dict[str, Any]:
    folder, begun = ROOT / "build", time.monotonic()
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="load-", dir=folder) as where:
        part = PARTS[name](Path(where), extent)
    figures = [(figure.name, figure.value, figure.how) for figure in part.figures]
    took = time.monotonic() - begun
    return {"figures": figures, "failures": part.failures, "seconds": took, "source": source()}


def _told_before() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(SO_FAR.read_text(encoding="utf-8")) if SO_FAR.exists() else {}
    return found


def _keep(parts: dict[str, dict[str, Any]]) -> None:
    SO_FAR.parent.mkdir(parents=True, exist_ok=True)
    SO_FAR.write_text(json.dumps(parts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Loads a hall and a city; nobody waits for another's answer.")
    parser.add_argument("--quick", action="store_true", help="a few seconds of each; the bounds of time are only told")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part alone; may be given again")
    parser.add_argument("--on", action="store_true", help="beside what the other parts found when they ran last")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
