"""Which processes this machine needs: those whose address or port the configuration leaves to us."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk.operation.configuration import Configuration
from kiosk.operation.configuration.limits import Limits
from kiosk.operation.launcher.plan import Child, Patience, Stage
from kiosk.operation.start import Start
from kiosk.operation.tokens import Holder


def command(program: Path, start: Start) -> tuple[str, ...]:
    """This program again, with the same state folder and configuration."""
    config = ("--config", str(start.file)) if start.file else ()
    return (sys.executable, str(program), "--state", str(start.state.root), *config)


def patience(limits: Limits) -> Patience:
    return Patience(ready_s=limits.child_ready_seconds, stop_s=limits.child_stop_seconds)


def stages(
    configuration: Configuration, command: tuple[str, ...], *, windows: bool, full_screen: bool, bench: bool = True
) -> tuple[Stage, ...]:
    """`command` is the program with its shared options; a role's name and options are put behind it."""

    def child(name: str, *arguments: str, window: bool = False) -> Child:
        return Child(name, (*command, *arguments), window)

    devices = [child("virtual-devices", "virtual-devices")] if configuration.needs_virtual_devices else []
    city = [] if configuration.hall.city_url else [child("city", "city")]
    hall = [] if configuration.terminal.hall_url else [child("hall", "hall")]
    servers = [Stage(tuple(each)) for each in ([*devices, *city], hall) if each]
    if not windows:
        return tuple(servers)
    terminal = child("terminal", "terminal", *(["--full-screen"] if full_screen else []), window=True)
    others = [child(role, role, window=True) for role in ("caller", "evaluator", "board")]
    wanted = [child("device-bench", "virtual-devices", "--window", window=True)] if devices and bench else []
    return (*servers, Stage((terminal,), wait=False), Stage((*others, *wanted), wait=False))


def holders(configuration: Configuration) -> tuple[Holder, ...]:
    """Who needs a token on this machine."""
    return (
        Holder("city-staff", "records"),
        Holder("hall", configuration.hall.id),
        Holder("terminal", configuration.terminal.id),
        Holder("caller", configuration.caller.counter),
        Holder("evaluator", configuration.evaluator.counter),
        Holder("board", configuration.board.id),
    )
