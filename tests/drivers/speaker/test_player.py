"""aplay's place taken by programs that hang, die, are killed, or find no card; and aplay itself without one."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from drivers.speaker.player import AlsaOutlet, Heard, VirtualOutlet
from drivers.speaker.waves import samples_of, silence, wave_file
from tests.drivers.speaker.voices import tone, until

SOUND = tone(1234, 700)
WAVE = wave_file([SOUND])


def player(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-c", f"import os, sys, time\n{code}")


def play(command: tuple[str, ...], seconds: float = 0.7, margin_s: float = 30.0) -> Heard:
    return AlsaOutlet("", command, margin_s).play(WAVE, seconds, threading.Event())


def test_a_player_gets_the_whole_wave_and_is_heard_when_it_took_its_time(tmp_path: Path) -> None:
    kept = tmp_path / "heard.wav"
    code = f"open({str(kept)!r}, 'wb').write(sys.stdin.buffer.read()); time.sleep(0.7)"
    assert play(player(code)) is Heard.HEARD
    assert samples_of(kept.read_bytes()) == SOUND


def test_a_player_that_is_done_too_soon_has_not_been_heard() -> None:
    assert play(player("sys.stdin.buffer.read()"), seconds=60.0) is Heard.CUT_SHORT


def test_a_player_that_hangs_is_killed_at_its_deadline(tmp_path: Path) -> None:
    mine = tmp_path / "pid"
    code = f"open({str(mine)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    assert play(player(code), seconds=0.5, margin_s=1.5) is Heard.HUNG
    if mine.exists():
        until(lambda: not Path(f"/proc/{mine.read_text()}").exists())


def test_a_player_that_is_killed_from_outside_has_died(tmp_path: Path) -> None:
    mine = tmp_path / "pid"
    code = f"open({str(mine)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    heard: list[Heard] = []
    playing = threading.Thread(target=lambda: heard.append(play(player(code))))
    playing.start()
    until(lambda: mine.exists() and mine.read_text())
    os.kill(int(mine.read_text()), signal.SIGKILL)
    playing.join(20)
    assert heard == [Heard.DIED]


def test_a_touch_ends_the_sound_at_once() -> None:
    outlet, hushed, heard = AlsaOutlet("", player("time.sleep(600)"), 600), threading.Event(), list[Heard]()
    playing = threading.Thread(target=lambda: heard.append(outlet.play(WAVE, 1.0, hushed)))
    playing.start()
    hushed.set()
    began = time.monotonic()
    while playing.is_alive() and time.monotonic() - began < 20:
        outlet.stop()
        playing.join(0.02)
    assert heard == [Heard.HUSHED]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("ALSA lib confmisc.c:855:(parse_card) cannot find card '0'", Heard.NO_CARD),
        ("aplay: main:831: audio open error: No such file or directory", Heard.NO_CARD),
        ("aplay: main:831: audio open error: Device or resource busy", Heard.CARD_BUSY),
        ("aplay: pcm_write:2127: write error: Input/output error", Heard.DIED),
    ],
)
def test_what_aplay_says_becomes_a_reason(words: str, heard: Heard) -> None:
    assert play(player(f"sys.exit({words!r})")) is heard


def test_a_machine_without_aplay_says_so() -> None:
    assert play(("/nowhere/aplay",)) is Heard.NO_PLAYER


@pytest.mark.skipif(shutil.which("aplay") is None, reason="alsa-utils is not installed")
def test_aplay_itself_takes_our_wave_and_names_a_card_that_is_not_there() -> None:
    outlet = AlsaOutlet("null", margin_s=30.0)
    assert outlet.play(wave_file([silence(20)]), 0.02, threading.Event()) is Heard.HEARD
    assert outlet.play(wave_file([silence(60_000)]), 60.0, threading.Event()) is Heard.CUT_SHORT
    assert AlsaOutlet("hw:31,7", margin_s=30.0).play(WAVE, 0.7, threading.Event()) is Heard.NO_CARD


def test_a_virtual_loudspeaker_lasts_as_long_as_its_pace_says_and_can_be_hushed() -> None:
    began = time.monotonic()
    assert VirtualOutlet(pace=0.1).play(WAVE, 1.0, threading.Event()) is Heard.HEARD
    assert time.monotonic() - began >= 0.1
    hushed = threading.Event()
    hushed.set()
    assert VirtualOutlet(pace=1000.0).play(WAVE, 1.0, hushed) is Heard.HUSHED
