"""Where an announcement sounds: ALSA's aplay in a process that can be killed, or a folder that stands for a speaker.

What aplay writes when it fails is alsa-utils' own [B]; a sentence that it never wrote here is taken for its death.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from drivers.children import NotRun, Programs, Ran

MARGIN_S = 3.0  # a busy card opens late; more than this over the sound's length is a hang
PLAYS_IN = 0.7  # part of its length that a sound takes at least: a player that is done sooner has played nothing
SHORT_S = 0.5  # too short to tell


class Heard(StrEnum):
    """How a playing ended. Only HEARD means that sound came out for its whole length."""

    HEARD = "heard"
    NO_PLAYER = "no_player"  # aplay is not installed
    NO_CARD = "no_card"
    CARD_BUSY = "card_busy"
    DIED = "player_died"
    HUNG = "player_hung"
    CUT_SHORT = "player_cut_short"
    HUSHED = "hushed"
    SILENT = "configured_silent"


class Outlet(Protocol):
    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        """Blocks until the sound has ended, failed, or `hushed` is set and `stop` was called."""

    def stop(self) -> None:
        """Ends what sounds, from any thread."""


_ABSENT = (b"cannot find card", b"no such file", b"no such device", b"unknown pcm", b"host is down", b"refused")
_BUSY = (b"resource busy",)


class AlsaOutlet:
    """`command` reads a WAV file on standard input and ends with 0 once all of it has sounded, as aplay does."""

    def __init__(self, device: str, command: Sequence[str] = (), margin_s: float = MARGIN_S) -> None:
        self._command = tuple(command) or ("aplay", "-q", "-D", device, "-t", "wav", "-")
        self._margin_s = margin_s
        self._programs = Programs()

    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        began = time.monotonic()
        ran = self._programs.run(self._command, wave, seconds + self._margin_s, hushed)
        heard = _UNHEARD[ran] if isinstance(ran, NotRun) else _heard(ran, seconds, time.monotonic() - began)
        return Heard.HUSHED if hushed.is_set() and heard is not Heard.HEARD else heard

    def stop(self) -> None:
        self._programs.stop()


_UNHEARD = {
    NotRun.ABSENT: Heard.NO_PLAYER,
    NotRun.REFUSED: Heard.NO_PLAYER,
    NotRun.LATE: Heard.HUNG,
    NotRun.UNWANTED: Heard.HUSHED,
}


def _heard(ran: Ran, seconds: float, took_s: float) -> Heard:
    if ran.code != 0:
        return _reason(ran.words.lower())
    return Heard.CUT_SHORT if seconds > SHORT_S and took_s < seconds * PLAYS_IN else Heard.HEARD


def _reason(words: bytes) -> Heard:
    if any(word in words for word in _BUSY):
        return Heard.CARD_BUSY
    return Heard.NO_CARD if any(word in words for word in _ABSENT) else Heard.DIED


class SilentOutlet:
    """A machine that is configured to be silent: nothing is ever claimed to have been heard."""

    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        return Heard.SILENT

    def stop(self) -> None:
        return None


class VirtualOutlet:
    """A loudspeaker that is a folder of wave files (see recorder.py): takes `pace` times a sound's length."""

    def __init__(self, pace: float = 1.0) -> None:
        self._pace = pace

    def play(self, wave: bytes, seconds: float, hushed: threading.Event) -> Heard:
        return Heard.HUSHED if hushed.wait(seconds * self._pace) else Heard.HEARD

    def stop(self) -> None:
        return None
