"""Writes the page of figures from a run: `python -m kiosk.operation.benchmark.page numbers.json > docs/numbers.md`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kiosk.operation.benchmark.table import page

HEAD = """\
# The numbers

What the product does on a small machine, each figure with how it was taken and the goal it is held against. This page
is made from a run and never by hand:

    .venv/bin/python main.py benchmark --json > build/numbers.json
    .venv/bin/python -m kiosk.operation.benchmark.page build/numbers.json > docs/numbers.md

`make bench` prints the same as a table; `ARGS="--quick"` takes seconds and gives coarser figures. City, hall, virtual
devices and the terminal's window are processes of their own on one machine, on one disk, with the default
configuration; the load comes from a process of its own on the same cores. All cards and people are invented. Times are
taken by the machine's monotonic clock, which its processes share; a percentile of fewer than 100 values is the worst
but the share that it leaves out. A goal that a slower machine misses is a figure, not an error: the command fails only
when something could not be measured.

The JSON holds `schema` (1), `taken` (UTC), `quick`, `seconds`, `machine`, and `figures`: each with `group`, `name`,
`value`, `unit`, `how`, `goal` (`bound`, `at_least`, or null), `reached`, and `more` (percentiles in milliseconds,
`line` the wire's own time, `pss` megabytes).

"""


def main(file: Path) -> None:
    sys.stdout.write(HEAD + page(json.loads(file.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
