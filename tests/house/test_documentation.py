"""What the documents tell a person to type exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drivers.probe_commands import commands as probe_commands
from kiosk.operation.command_line import build_parser
from tests.house.sources import ROOT, carried, named

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
DOCUMENTS = [path for path in carried("*.md", "docs/*.md") if "decisions" not in path.parts]


def commands(text: str) -> list[str]:
    """Lines of code blocks and code in the running text."""
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.S)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
    return [line.split("#")[0].strip(" $") for block in blocks for line in block.splitlines()] + inline


def understood(words: list[str]) -> bool:
    """Whether the command line takes it; placeholders in brackets or capitals stand for a value."""
    if any(word in ("…", "...", "[role]") or word.startswith("[") for word in words):
        return True
    try:
        build_parser(probes=probe_commands()).parse_args(words)
    except SystemExit as ended:
        return ended.code == 0
    return True


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_in_the_documents_exists(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = []
    for command in commands(document.read_text(encoding="utf-8")):
        if (made := re.match(r"make ([a-z-]+)", command)) and made[1] not in TARGETS:
            wrong.append(command)
        if (ran := re.match(r"(?:\S*python3? main\.py|hall-kiosk)(?: (.*))?$", command)) and not understood(
            (ran[1] or "").split()
        ):
            wrong.append(command)
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert broken == []


def test_the_two_commands_of_the_readme_are_targets() -> None:
    assert {"run", "test", "bench", "journey", "wheel", "lock", "clean"} <= TARGETS
