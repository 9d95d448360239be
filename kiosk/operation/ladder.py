"""What to try next with a device that does not work: retry, reopen, reset, power its port, then give it up for now.

Pure decisions, so that the order can be read and tested without a device. "Out of service" is not the end: the worker
keeps looking at a slow pace and the device comes back by itself as soon as it answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ports.devices import DeviceState, DeviceStatus


class Step(StrEnum):
    CARRY_ON = "carry_on"
    RETRY = "retry"
    REOPEN = "reopen"
    RESET = "reset"
    POWER = "power"
    OUT_OF_SERVICE = "out_of_service"


class Trouble(StrEnum):
    """Three ways not to work: the port is gone, the port is there and silent, the device itself says it is ill."""

    GONE = "gone"
    SILENT = "silent"
    ILL = "ill"


TROUBLE_OF = {
    DeviceState.NO_DEVICE: Trouble.GONE,
    DeviceState.POWER_OFF: Trouble.SILENT,
    DeviceState.OFFLINE: Trouble.SILENT,
    DeviceState.HARDWARE_ERROR: Trouble.ILL,
}

# More than three receive errors in a row reopen the port: the rule of the vendors' own drivers.
_CLIMB = {
    Trouble.GONE: (Step.REOPEN,) * 8,
    Trouble.SILENT: (Step.RETRY, Step.RETRY, Step.RETRY, Step.REOPEN, Step.REOPEN, Step.RESET, Step.POWER),
    Trouble.ILL: (Step.RETRY, Step.RESET, Step.RESET),
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where a device stands on the ladder; `power` tells whether its USB port can be switched."""

    power: bool = False
    trouble: Trouble | None = None
    failures: int = 0

    def after(self, status: DeviceStatus) -> Ladder:
        """One rung up for the same trouble, the first rung for another one, the ground when it works."""
        trouble = TROUBLE_OF.get(status.device)
        if trouble is None:
            return Ladder(self.power)
        return Ladder(self.power, trouble, self.failures + 1 if trouble is self.trouble else 1)

    @property
    def step(self) -> Step:
        if self.trouble is None:
            return Step.CARRY_ON
        rungs = [step for step in _CLIMB[self.trouble] if self.power or step is not Step.POWER]
        return rungs[self.failures - 1] if self.failures <= len(rungs) else Step.OUT_OF_SERVICE
