"""Writes the tables of docs/licences.md anew, from the metadata of what is installed.

    .venv/bin/python docs/licences_table.py

The sentences of the page are written by hand; what stands between the two marks is replaced.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"


def main() -> None:
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{tables()}\n{END}{after}", encoding="utf-8")


def tables() -> str:
    """What runs in a hall, and what only developers use."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    running = dict(_with_needs(project["project"]["dependencies"]))
    every = dict(_with_needs(project["dependency-groups"]["dev"])) | running
    developing = {name: found for name, found in every.items() if name not in running}
    return f"### In a hall\n\n{_table(running)}\n### While developing\n\n{_table(developing)}"


def _with_needs(wanted: Iterable[str]) -> Iterator[tuple[str, Distribution]]:
    """Every package asked for and what it asks for in turn, each once, as far as this environment needs it."""
    waiting, seen = [Requirement(one) for one in wanted], set[str]()
    while waiting:
        need = waiting.pop()
        name = str(canonicalize_name(need.name))
        if name in seen or (need.marker and not need.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError as missing:
            raise SystemExit(f"{name} is not installed; run `make prepare` first") from missing
        waiting += [Requirement(one) for one in found.requires or ()]
        yield name, found


def _table(packages: dict[str, Distribution]) -> str:
    rows = (f"| {name} | {found.version} | {_licence(found)} |" for name, found in sorted(packages.items()))
    return "\n".join(("| package | version | licence |", "|---|---|---|", *rows)) + "\n"


def _licence(found: Distribution) -> str:
    """The SPDX expression; else the classifiers; else the first line of the free text."""
    about = found.metadata
    if "License-Expression" in about:
        return str(about["License-Expression"])
    stated = [one for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    words = sorted({one.split(" :: ")[-1] for one in stated} - {"DFSG approved", "OSI Approved"})
    first = "".join(about.get_all("License") or ()).strip().splitlines()[:1]
    return ", ".join(words) or "".join(first) or "not stated"


if __name__ == "__main__":
    main()
