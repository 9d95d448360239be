"""What the launcher starts, in which order, and when it tries again: values and arithmetic, no processes."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.operation.exit_codes import ExitCode

NEVER_AGAIN = (ExitCode.WRONG_ARGUMENTS, ExitCode.ALREADY_RUNNING, ExitCode.NOT_YET)


@dataclass(frozen=True, slots=True)
class Child:
    """One process. `name` is its lock's and ready file's; a window may be closed by a person, nothing else may end.

    `keeps`: descriptors of ours that it needs open, such as a socket that several of them share.
    """

    name: str
    command: tuple[str, ...]
    window: bool = False
    keeps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Children that start together and stop together; with `wait`, the next stage starts when all are ready."""

    children: tuple[Child, ...]
    wait: bool = True


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, except the counts. `calm_s`: a child that ran so long is forgiven its earlier crashes."""

    ready_s: float = 30.0
    stop_s: float = 5.0
    first_pause_s: float = 0.5
    longest_pause_s: float = 30.0
    calm_s: float = 60.0
    tries_at_start: int = 4

    def pause(self, crashes_in_a_row: int) -> float:
        """Doubles from crash to crash, so that a child that cannot live costs the machine little."""
        return min(self.longest_pause_s, self.first_pause_s * 2.0 ** min(crashes_in_a_row - 1, 20))

    def gives_up(self, code: int, crashes_in_a_row: int, ever_ready: bool) -> bool:
        """A child that once was ready is tried for ever: a hall has nobody who could start it at night."""
        return not ever_ready and (code in NEVER_AGAIN or crashes_in_a_row >= self.tries_at_start)
