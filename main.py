"""Puts the house together: which role, which configuration; builds the parts and hands them to each other.

One short builder a role. What a role needs is imported inside its builder, because a window has to be drawn before a
person notices waiting, and no role may pay for the others.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.operation.command_line import parse
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.protection import follow_parent, leave_no_memory_behind

if TYPE_CHECKING:
    from kiosk.operation.process import Process
    from kiosk.operation.start import Start

MAIN = Path(__file__).resolve()


def everything(start: Start) -> int:
    """No role: all of it on this machine; without a display, the journey."""
    from kiosk.operation.launcher import Launcher
    from kiosk.operation.launcher.house import command, has_display, holders, patience, stages
    from kiosk.operation.tokens import TokenProblem, ensure_tokens

    if not has_display():
        return BUILDERS["journey"](start)

    def live(process: Process) -> int:
        tokens = ensure_tokens(start.state.tokens, holders(start.configuration))
        if isinstance(tokens, TokenProblem):
            process.log.event("tokens_unusable", reason=tokens.value)
            return ExitCode.FAILED
        house = stages(start.configuration, command(MAIN, start), windows=True, full_screen=start.full_screen)
        wanted = patience(start.configuration.limits)
        return Launcher(house, start.state, process.log, process.stop, wanted, tell_ready).run()

    def tell_ready() -> None:
        print(f"Everything is ready. State: {start.state.root}   Ctrl-C ends it all.", flush=True)

    return start.as_process("launcher", live)


def check_config(start: Start) -> int:
    from kiosk.operation.configuration.pages import effective

    print(f"configuration is good ({start.file or 'no file: all defaults'})\n")
    print(effective(start.configuration), end="")
    return ExitCode.GOOD


def not_in_this_version(start: Start) -> int:
    print(f"{start.arguments.role}: not yet in this version", file=sys.stderr)
    return ExitCode.NOT_YET


Builder = Callable[["Start"], int]

BUILDERS: dict[str, Builder] = {
    "everything": everything,
    "terminal": not_in_this_version,
    "caller": not_in_this_version,
    "evaluator": not_in_this_version,
    "board": not_in_this_version,
    "maintenance": not_in_this_version,
    "hall": not_in_this_version,
    "city": not_in_this_version,
    "virtual-devices": not_in_this_version,
    "probe": not_in_this_version,
    "benchmark": not_in_this_version,
    "journey": not_in_this_version,
    "check-config": check_config,
}

OWN_CHILDREN = ("everything", "journey", "benchmark")  # these end their children themselves when they are ended


def run(arguments: Sequence[str] | None = None) -> int:
    """The program. Returns its exit code; wrong arguments end it with code 2."""
    parsed = parse(arguments)
    role = parsed.role or "everything"
    follow_parent(signal.SIGTERM if role in OWN_CHILDREN else signal.SIGKILL)
    leave_no_memory_behind()

    from kiosk.operation.start import prepare_start

    start = prepare_start(parsed)
    return int(start) if isinstance(start, ExitCode) else int(BUILDERS[role](start))


if __name__ == "__main__":
    sys.exit(run())
