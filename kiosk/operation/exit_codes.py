"""What the program's exit codes mean, for every role."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    GOOD = 0
    FAILED = 1
    WRONG_ARGUMENTS = 2  # or a wrong configuration
    DEVICE_SILENT = 3
    DEVICE_ERROR = 4
    NO_CARD = 5
    ALREADY_RUNNING = 6
    NOT_YET = 7  # this version does not have it
