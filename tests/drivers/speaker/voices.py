"""A voice for tests: every clip is a stretch of one sample value of its own, so that a wave tells what was said."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from drivers.speaker.clip_list import clip_lists
from drivers.speaker.phrases import SIGNS
from drivers.speaker.waves import RATE_HZ, read_samples, wave_file
from kiosk.ports.devices import SpeechOutcome
from kiosk.ports.log import LogValue

CLIP_MS = 20
PATIENCE_S = 20.0


def names(language: str) -> list[str]:
    clips = clip_lists()[language]
    every = {*clips.digits.values(), *clips.letters.values(), *clips.numbers.values(), *clips.words.values()}
    return sorted(every)


def tone(value: int, ms: int = CLIP_MS) -> bytes:
    return array("h", [value] * (RATE_HZ * ms // 1000)).tobytes()


def lay_clips(folder: Path) -> None:
    """Writes a tiny clip for every name: Chinese from 1000 on, English from 5000, signs from 9000."""
    for language, base in (("zh", 1000), ("en", 5000)):
        (folder / language).mkdir(parents=True)
        for number, name in enumerate(names(language)):
            (folder / language / f"{name}.wav").write_bytes(wave_file([tone(base + number)]))
    (folder / "notes").mkdir()
    for number, name in enumerate(SIGNS):
        (folder / "notes" / f"{name}.wav").write_bytes(wave_file([tone(9000 + number)]))


def heard_in(pcm: bytes) -> list[str]:
    """The names of what sounds in it, in order, and `-` for each silence; levels must be untouched."""
    known = {1000 + number: name for number, name in enumerate(names("zh"))}
    known |= {5000 + number: name for number, name in enumerate(names("en"))}
    known |= {9000 + number: f"♪{name}" for number, name in enumerate(SIGNS)} | {0: "-"}
    runs = [(value, len(list(run))) for value, run in groupby(array("h", pcm))]
    one = RATE_HZ * CLIP_MS // 1000
    return [known[value] for value, length in runs for _ in range(1 if value == 0 else length // one)]


def words_in(pcm: bytes) -> list[str]:
    return [name for name in heard_in(pcm) if name != "-"]


def waves_in(folder: Path) -> list[bytes]:
    return [read_samples(file) or b"" for file in sorted(folder.glob("*.wav"))]


class Ends:
    """Collects how announcements ended, in order, with the thread that told it."""

    def __init__(self) -> None:
        self.outcomes: list[tuple[str, SpeechOutcome]] = []
        self.threads: set[str] = set()

    def of(self, name: str) -> Callable[[SpeechOutcome], None]:
        def done(outcome: SpeechOutcome) -> None:
            self.threads.add(threading.current_thread().name)
            self.outcomes.append((name, outcome))

        return done

    def wait(self, count: int) -> list[tuple[str, SpeechOutcome]]:
        until(lambda: len(self.outcomes) >= count)
        return self.outcomes


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it did not come to be in time"
        time.sleep(0.005)


class Notebook:
    """A log that can be read."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, LogValue]]] = []
        self.bugs: list[str] = []

    def event(self, name: str, /, **fields: LogValue) -> None:
        self.events.append((name, fields))

    def bug(self, where: str, error: BaseException) -> None:
        self.bugs.append(f"{where}: {type(error).__name__}")
