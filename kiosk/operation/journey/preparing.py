"""Makes a journey ready: an empty folder, a state of its own, tokens, and the plan."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.operation.journey.journey import Plan
from kiosk.operation.journey.story import Way
from kiosk.operation.launcher.house import command, holders, patience, stages
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import TokenProblem, ensure_tokens

_USUAL_OUT = "build/journey"  # also for a run without a role, whose arguments say nothing of a journey
_HUMAN_PAUSE_S = 1.0


def prepared(start: Start, program: Path, secrets: Sequence[str]) -> tuple[Start, Plan] | TokenProblem:
    """`secrets` are the full words of the invented person who travels. Removes what an earlier journey left."""
    out = Path(getattr(start.arguments, "out", _USUAL_OUT)).absolute()
    shutil.rmtree(out, ignore_errors=True)
    own = replace(start, state=StateFolder(out / "state").make())
    tokens = ensure_tokens(own.state.tokens, holders(own.configuration))
    if isinstance(tokens, TokenProblem):
        return tokens
    house = stages(own.configuration, command(program, own), windows=True, full_screen=False, bench=False)
    pause = _HUMAN_PAUSE_S if getattr(start.arguments, "pace", "human") == "human" else 0.0
    return own, Plan(house, own.state, Way(out, pause), patience(own.configuration.limits), secrets)
