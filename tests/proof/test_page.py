"""The page of proofs is made from reports, section by section; what was not run here stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.proof.page import main, page, section

MACHINE = {"processor": "an invented one", "cores": 2, "python": "3.11.2"}


def report(number: int, title: str, failures: tuple[str, ...] = ()) -> dict[str, Any]:
    figures = [
        {"name": "tickets", "value": 1_234_567, "how": "each once"},
        {"name": "wait", "value": 1.2345, "how": ""},
    ]
    return {
        "number": number, "title": title, "command": "make test", "form": "long", "taken": "2026-11-23T09:20:00+00:00",
        "seconds": 61.4, "machine": MACHINE, "what": "Words.\n", "figures": figures, "failures": list(failures),
    }  # fmt: skip


def test_a_section_says_what_was_run_when_where_and_whether_it_held() -> None:
    text = section(report(3, "Kills"))
    assert text.startswith(
        "## Kills\n\n`make test`: **held**; long form, 2026-11-23T09:20Z, 61 s on an invented one, 2 cores"
    )
    assert "commit" not in text
    assert "Python 3.11.2; commit abc1234.\n" in section(report(3, "Kills") | {"source": "abc1234"})
    assert "| tickets | 1,234,567 | each once |" in text
    assert "| wait | 1.23 |" in text


def test_a_proof_that_failed_says_so_and_how() -> None:
    text = section(report(3, "Kills", ("seed 7: a number was given twice",)))
    assert "**failed**" in text
    assert text.endswith("- seed 7: a number was given twice")


def test_sections_stand_in_their_order_and_those_not_run_here_stay() -> None:
    before = page("", [report(4, "Power loss"), report(1, "Simulation")])
    after = page(before, [report(4, "Power loss, again")])
    assert [line for line in after.splitlines() if line.startswith("## ")] == ["## Simulation", "## Power loss, again"]


def test_the_page_is_written_from_the_reports_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "kill.json").write_text(json.dumps(report(3, "Kills")))
    main(tmp_path, tmp_path / "proof.md")
    assert "## Kills" in (tmp_path / "proof.md").read_text()
