"""The sound card's own mixer, asked and set by ALSA's amixer in a process that is killed when it is late.

Source: the kernel's Documentation/sound/designs/jack-controls.rst [A]: a jack is a boolean control of the interface
CARD whose name ends in "Jack"; a "Phantom Jack" belongs to a plug that the card cannot feel. How amixer writes controls
is alsa-utils' own [A].
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from drivers.children import NotRun, Programs

LIMIT_S = 1.0
LEFT_ALONE_S = 60.0  # so long an amixer that is missing, late or fails is not asked again: every call would wait for it
LONGEST = 1 << 18  # bytes of an answer; a large card's is a tenth of that

_CONTROL = re.compile(r"^numid=\d+,iface=(\w+),name='([^'\n]*)'", re.MULTILINE)
_VALUES = re.compile(r"^\s+: values=(\w+)", re.MULTILINE)


class Headset(StrEnum):
    """XFS4IoT's words for what may be plugged in. `unknown`: the card cannot tell, or was not heard."""

    PRESENT = "present"
    NOT_PRESENT = "notPresent"
    UNKNOWN = "unknown"


def headset_in(controls: str) -> Headset:
    """From what `amixer contents` writes. Present when any jack for the ears is on."""
    states = set()
    marks = [*_CONTROL.finditer(controls)]
    for mark, after in zip_longest(marks, marks[1:]):
        end = after.start() if after else len(controls)
        value = _VALUES.search(controls, mark.end(), end)
        if mark[1] == "CARD" and value is not None and _is_for_ears(mark[2]):
            states.add(value[1])
    return Headset.PRESENT if "on" in states else Headset.NOT_PRESENT if "off" in states else Headset.UNKNOWN


def _is_for_ears(name: str) -> bool:
    ears = "Headphone" in name or "Headset" in name
    return ears and name.endswith("Jack") and "Mic" not in name and "Phantom" not in name


@dataclass(frozen=True, slots=True)
class MixerSettings:
    """`control` is set to `percent` after every visit; empty: it is left as it is. `command` stands for amixer."""

    device: str = "default"
    control: str = ""
    percent: int = 100
    command: Sequence[str] = ("amixer",)
    limit_s: float = LIMIT_S


class Mixer:
    """Used by one thread, except `close`."""

    def __init__(self, settings: MixerSettings, now: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._now = settings, now
        self._left_alone_until = float("-inf")
        self._programs = Programs()

    def close(self) -> None:
        """Ends a question that is under way, from any thread; it is not asked again."""
        self._programs.close()

    def headset(self) -> Headset:
        answer = self._ask("-D", self._settings.device, "contents")
        return Headset.UNKNOWN if answer is None else headset_in(answer)

    def restore(self) -> bool:
        """The control as the hall wants it, and not muted; True as well where there is none to set."""
        wanted = self._settings
        if not wanted.control:
            return True
        how = ("-q", "-D", wanted.device, "sset", wanted.control, f"{wanted.percent}%", "unmute")
        return self._ask(*how) is not None

    def _ask(self, *words: str) -> str | None:
        """What it wrote; None when it did not do what was asked."""
        if self._now() < self._left_alone_until:
            return None
        command = (*self._settings.command, *words)
        ran = self._programs.run(command, b"", self._settings.limit_s, environment={**os.environ, "LC_ALL": "C"})
        if isinstance(ran, NotRun) or ran.code != 0:
            self._left_alone_until = self._now() + LEFT_ALONE_S
            return None
        return ran.out[:LONGEST].decode("utf-8", "replace")
