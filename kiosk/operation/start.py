"""What every role starts from: the arguments, the configuration, the state folder; and how it becomes a process."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.log import EventLog, catch_everything
from kiosk.operation.process import Process, begin
from kiosk.operation.refusal import must_be_writable, refusal_of
from kiosk.operation.state_folder import StateFolder, usual_folder

if TYPE_CHECKING:
    from kiosk.operation.configuration import Configuration, Schema

USUAL_FILE = Path("kiosk.toml")


@dataclass(frozen=True, slots=True)
class Start:
    """Everything known before a role is built."""

    arguments: argparse.Namespace
    file: Path | None  # the configuration's; None: all defaults
    configuration: Configuration
    state: StateFolder

    @property
    def full_screen(self) -> bool:
        return bool(self.arguments.full_screen) or self.configuration.screen.full_screen

    def log(self, name: str) -> EventLog:
        """The log of a process of this name; from now on it also takes uncaught exceptions and libraries' warnings."""
        settings = self.configuration.log
        log = EventLog(
            self.state.logs,
            name,
            level=settings.level,
            keep_days=settings.keep_days,
            max_bytes=settings.file_megabytes * 1_000_000,
            total_bytes=settings.total_megabytes * 1_000_000,
        )
        catch_everything(log)
        return log

    def as_process(self, name: str, live: Callable[[Process], int]) -> int:
        """Runs a role's life as the one process of this name in the state folder.

        Raises OSError when that folder cannot be used.
        """
        log = self.log(name)
        must_be_writable(self.state.make().logs)
        must_be_writable(log.path)
        process = begin(self.state, name, log)
        if process is None:
            return ExitCode.ALREADY_RUNNING
        try:
            with process:
                return live(process)
        except OSError as error:
            return self._refused(error, name)

    def _refused(self, error: OSError, name: str) -> int:
        """The process has told its log. What is a bug goes on upwards."""
        refusal = refusal_of(error, self.state.root, name)
        if refusal is None:
            raise error
        return refusal.code


def prepare_start(arguments: argparse.Namespace, schema: Schema) -> Start | ExitCode:
    """Reads the configuration, whose tables `schema` tells.

    What is wrong with it is said on standard error, a sentence a mistake.
    """
    from kiosk.operation.configuration import ConfigurationProblem, read_configuration  # pydantic: 0.1 s

    file = arguments.config or (USUAL_FILE if USUAL_FILE.exists() else None)
    configuration = read_configuration(file, schema)
    if isinstance(configuration, ConfigurationProblem):
        print("\n".join(configuration.sentences), file=sys.stderr)
        return ExitCode.WRONG_ARGUMENTS
    configured = Path(configuration.state.folder).expanduser() if configuration.state.folder else usual_folder()
    state = StateFolder((arguments.state or configured).absolute())
    return Start(arguments, file.absolute() if file else None, configuration, state)
