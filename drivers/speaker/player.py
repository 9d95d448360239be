"""Plays one wave file through ALSA in a process that can be killed, and tells what really happened."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass

from kiosk.ports.devices import SpeechOutcome

_MARGIN_S = 3.0  # a card that is busy opens late; more than this is a hang
_NO_CARD = (b"cannot find card", b"no such file", b"no such device", b"unknown pcm", b"host is down", b"refused")


@dataclass(frozen=True, slots=True)
class Played:
    """`reason` is a code for the log: no_player, no_card, hung, stopped, failed; empty when it was heard."""

    outcome: SpeechOutcome
    reason: str = ""


class Player:
    """`play` blocks its own thread; `stop` ends what sounds, from any thread."""

    def __init__(self, device: str, program: str = "aplay") -> None:
        self._command = [program, "-q", "-D", device, "-t", "wav", "-"]
        self._lock = threading.Lock()
        self._sounding: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def play(self, wave: bytes, seconds: float) -> Played:
        try:
            with self._lock:
                self._stopped = False
                self._sounding = subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
                )
        except FileNotFoundError:
            return Played(SpeechOutcome.NO_DEVICE, "no_player")
        child = self._sounding
        try:
            _, errors = child.communicate(wave, timeout=seconds + _MARGIN_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return Played(SpeechOutcome.FAILED, "hung")
        return self._judged(child.returncode, errors)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._sounding is not None and self._sounding.poll() is None:
                self._sounding.kill()

    def _judged(self, code: int, errors: bytes) -> Played:
        if code == 0:
            return Played(SpeechOutcome.SPOKEN)
        if self._stopped:
            return Played(SpeechOutcome.FAILED, "stopped")
        absent = any(word in errors.lower() for word in _NO_CARD)
        return Played(SpeechOutcome.NO_DEVICE, "no_card") if absent else Played(SpeechOutcome.FAILED, "failed")


class NoSound(Player):
    """A machine that is configured to be silent: nothing is ever claimed to have been heard."""

    def __init__(self) -> None:
        super().__init__("none")

    def play(self, wave: bytes, seconds: float) -> Played:
        return Played(SpeechOutcome.NO_DEVICE, "configured_silent")
