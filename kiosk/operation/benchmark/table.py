"""A report as people read it: a table for the terminal, a page for the documentation. Made from its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

_NAME, _VALUE, _GOAL, _HOW = 46, 12, 12, 60
_INDENT = " " * (_NAME + _VALUE + _GOAL + 6)

Facts = Mapping[str, Any]


def table(report: Facts) -> str:
    lines = [_machine_words(report), ""]
    for group, figures in groupby(report["figures"], key=lambda figure: figure["group"]):
        lines += [group, *(line for figure in figures for line in _rows(figure)), ""]
    return "\n".join([*lines, closing(report["figures"])])


def closing(figures: Sequence[Facts]) -> str:
    judged = [figure for figure in figures if figure["goal"]]
    missed = [f"{figure['group']}: {figure['name'].strip()}" for figure in judged if not figure["reached"]]
    words = f"{len(judged) - len(missed)} of {len(judged)} goals reached"
    return words + (f"; missed: {'; '.join(missed)}" if missed else "")


def page(report: Facts) -> str:
    """Markdown: one table a group."""
    parts = [_machine_words(report), ""]
    for group, figures in groupby(report["figures"], key=lambda figure: figure["group"]):
        parts += [
            f"## {group[0].upper()}{group[1:]}",
            "",
            "| figure | value | goal | reached | how |",
            "|---|---|---|---|---|",
        ]
        parts += [_markdown_row(figure) for figure in figures] + [""]
    return "\n".join([*parts, closing(report["figures"]) + ".", ""])


def value_words(figure: Facts) -> str:
    return f"{_number(figure['value'])} {figure['unit']}".strip()


def goal_words(figure: Facts) -> str:
    goal = figure["goal"]
    return f"{'≥' if goal['at_least'] else '≤'} {_number(goal['bound'])} {figure['unit']}".strip() if goal else ""


def _rows(figure: Facts) -> list[str]:
    mark = {True: "✓", False: "✗", None: " "}[figure["reached"]]
    how = wrap("; ".join(part for part in (figure["how"], _more(figure)) if part), _HOW) or [""]
    head = f"  {figure['name']:<{_NAME}}{value_words(figure):>{_VALUE}}  {goal_words(figure):<{_GOAL}}{mark} {how[0]}"
    return [head.rstrip(), *(_INDENT + line for line in how[1:])]


def _more(figure: Facts) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {_number(value)}" for key, value in figure["more"].items())


def _markdown_row(figure: Facts) -> str:
    reached = {True: "yes", False: "**no**", None: ""}[figure["reached"]]
    how = "; ".join(part for part in (figure["how"], _more(figure)) if part)
    return f"| {figure['name'].strip()} | {value_words(figure)} | {goal_words(figure)} | {reached} | {how} |"


def _machine_words(report: Facts) -> str:
    machine = report["machine"]
    kind = "short run" if report["quick"] else "whole run"
    return (
        f"{kind} of {report['seconds']:.0f} s, {report['taken']}; {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_mb'] / 1000:.0f} GB, {machine['system']}, Python {machine['python']}; "
        f"load before {machine['load_before']}"
    )


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
