"""Says a sentence through the real voice, or only opens the sound card with a moment of silence."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Mapping, Sequence
from typing import TextIO

from drivers.probing import ProbeExit, is_virtual, tell
from drivers.speaker.opening import VoiceSettings, open_speaker
from drivers.speaker.player import AlsaOutlet, Heard
from drivers.speaker.waves import silence, wave_file
from kiosk.ports.devices import Announcement, SpeechOutcome

WORDS = "open the sound card, or say a sentence"
PLACE = "ALSA's name of the sound card, such as default or plughw:1,0; there is no virtual one"
SILENCE_MS = 20
LONGEST_S = 60.0
SENTENCE = "请A001号到1号窗口办理"

_HEARD: Mapping[Heard, tuple[ProbeExit, str]] = {
    Heard.HEARD: (ProbeExit.WORKS, "The sound card {port} takes what is played."),
    Heard.NO_CARD: (ProbeExit.WRONG_PORT, "There is no sound card {port}; aplay -L lists those there are."),
    Heard.CARD_BUSY: (ProbeExit.WRONG_PORT, "The sound card {port} is in use by another program; end it first."),
    Heard.NO_PLAYER: (ProbeExit.REPORTS_ERROR, "aplay is not installed (Debian: alsa-utils)."),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--say", action="store_true", help="say a sentence aloud")


def probe(given: argparse.Namespace, out: TextIO) -> int:
    """`--port` is ALSA's name of the sound device, such as `default`."""
    return probe_speaker(given.port, given.say, given.json, out)


def probe_speaker(port: str, say: bool, as_json: bool, out: TextIO, player: Sequence[str] = ()) -> int:
    if is_virtual(port):
        return tell(
            ProbeExit.WRONG_PORT,
            Heard.NO_CARD.value,
            f"--port takes {PLACE}.",
            as_json,
            out,
        )
    heard = AlsaOutlet(port, player).play(wave_file([silence(SILENCE_MS)]), SILENCE_MS / 1000, threading.Event())
    failed = ProbeExit.SILENT, "The sound card {port} did not take what was played ({reason})."
    code, sentence = _HEARD.get(heard, failed)
    if heard is Heard.HEARD and say:
        return _say(port, as_json, out, player)
    error = "" if heard is Heard.HEARD else heard.value
    return tell(code, error, sentence.format(port=port, reason=heard.value), as_json, out)


def _say(port: str, as_json: bool, out: TextIO, player: Sequence[str]) -> int:
    outcomes: list[SpeechOutcome] = []
    ended = threading.Event()

    def done(outcome: SpeechOutcome) -> None:
        outcomes.append(outcome)
        ended.set()

    speaker = open_speaker(VoiceSettings(device=port, player=player))
    try:
        speaker.say(Announcement("probe", SENTENCE), done)
        ended.wait(LONGEST_S)
        reason = speaker.status().reason
    finally:
        speaker.close()
    if outcomes == [SpeechOutcome.SPOKEN]:
        return tell(ProbeExit.WORKS, "", "The sentence was said; how loud it is, only a person hears.", as_json, out)
    sentence = f"The sentence was not said ({reason or 'no answer'})."
    return tell(ProbeExit.REPORTS_ERROR, reason or "no_answer", sentence, as_json, out)
