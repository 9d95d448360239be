"""Writes docs/proof.md from the reports of runs in build/proof: `make proof-page`, never by hand.

A section whose proof was not run here stays as it stands, so that one proof can be told anew without the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.proof.report import FOLDER, ROOT, written

PAGE = ROOT / "docs" / "proof.md"
HEAD = """\
# The proof

What was done to this hall to stop it, and what held. Each section is one command; a short form of each runs in `make
test`. The commands leave their figures in `build/proof/`, and this page is made from them by `make proof-page`, never
by hand. All people are invented; everything runs on one machine, over its loopback.
"""
_SECTION = re.compile(r"^<!-- proof (\d+) -->$", re.M)


def sections(page: str) -> dict[int, str]:
    """The sections of a written page by their numbers."""
    parts = _SECTION.split(page)
    return {int(number): text.strip("\n") for number, text in zip(parts[1::2], parts[2::2], strict=True)}


def section(report: Mapping[str, Any]) -> str:
    machine, held = report["machine"], not report["failures"]
    where = f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}"
    source = f"; commit {report['source']}" if report.get("source") else ""
    lines = [
        f"## {report['title']}",
        "",
        f"`{report['command']}`: **{'held' if held else 'failed'}**; {report['form']} form, {report['taken'][:16]}Z, "
        f"{written(round(report['seconds']))} s on {where}{source}.",
        "",
        report["what"].strip(),
        "",
        "| figure | value | how |",
        "|---|---|---|",
        *(f"| {figure['name']} | {written(figure['value'])} | {figure['how']} |" for figure in report["figures"]),
    ]
    failures = ["", *(f"- {failure}" for failure in report["failures"])] if not held else []
    return "\n".join([*lines, *failures])


def page(before: str, reports: list[Mapping[str, Any]]) -> str:
    told = sections(before) | {report["number"]: section(report) for report in reports}
    return HEAD + "".join(f"\n<!-- proof {number} -->\n{told[number]}\n" for number in sorted(told))


def main(folder: Path = FOLDER, target: Path = PAGE) -> None:
    reports = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(page(before, reports), encoding="utf-8")


if __name__ == "__main__":
    main()
