"""Calls to the voice, in order, each once; and the number of the last one that was really finished."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.hall.core.messages import CallMessage
from kiosk.ports.devices import Announcement, DeviceState, Speaker, SpeechOutcome
from screens.board.calls import sentence
from screens.board.spoken import SpokenFile
from screens.staff.worker import Failed, Worker

TIMES = 2
_LOOK_AGAIN_MS = 1000


class CallVoice(QObject):
    """The speaker says one after the other by itself; what it finished is written down after each."""

    silentChanged = Signal()
    _ended = Signal(int, str)

    def __init__(self, speaker: Speaker, file: SpokenFile, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaker, self._file, self._worker = speaker, file, worker
        self._handed = -1  # nothing up to here is said again by this process
        self._silent = self._absent = False
        self._ended.connect(self._take_note, Qt.ConnectionType.QueuedConnection)

    @property
    def silent(self) -> bool:
        """The last announcement could not be heard, or there is nothing that could speak."""
        return self._silent or self._absent

    def look(self) -> None:
        """A hall without a loudspeaker must not first call somebody in vain to find that out."""
        state = self._speaker.status().device
        self._become(self._silent, state is DeviceState.NO_DEVICE)
        if state is DeviceState.STARTING:
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self.look)

    @property
    def last(self) -> int:
        """The number of the last call handed to the voice, by this process or an earlier one; -1 when none was."""
        return self._handed

    def remember(self, begin: Callable[[int | None], None]) -> None:
        """Reads what an earlier process said up to, and calls with it; None when nothing is known."""
        self._wants_to_begin = begin
        self._worker.ask(self._file.read, self._remembered)

    def _remembered(self, said: int | Failed | None) -> None:
        self._wants_to_begin(said if isinstance(said, int) else None)

    def begin(self, said: int | None) -> None:
        """What an earlier process said up to; None when nothing is known."""
        self._handed = -1 if said is None else said

    def say(self, message: CallMessage) -> None:
        if message.seq <= self._handed:
            return
        self._handed = message.seq
        ended = self._ended
        announcement = Announcement(f"call:{message.seq}", sentence(message), TIMES)
        self._speaker.say(announcement, lambda outcome: ended.emit(message.seq, outcome.value))

    def begin_again(self, seq: int) -> None:
        """The hall began to count anew below what was said: everything after `seq` is new."""
        self._handed = seq
        self._write(seq)

    def _take_note(self, seq: int, outcome: str) -> None:
        spoken = outcome == SpeechOutcome.SPOKEN.value
        self._become(not spoken, self._absent and not spoken)
        self._write(seq)

    def _become(self, silent: bool, absent: bool) -> None:
        before = self.silent
        self._silent, self._absent = silent, absent
        if self.silent != before:
            self.silentChanged.emit()

    def _write(self, seq: int) -> None:
        self._worker.ask(lambda: self._file.write(seq), self._written)

    def _written(self, _: bool | Failed) -> None:
        """A disk that refuses costs one repeated call after a restart; the screen has nothing to say about it."""


class NoVoice(QObject):
    """Of a screen that only shows: it says nothing, so it has nothing to be sorry for and nothing to remember."""

    silentChanged = Signal()
    silent = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last = -1

    def remember(self, begin: Callable[[int | None], None]) -> None:
        begin(None)

    def begin(self, said: int | None) -> None:
        self.last = -1

    def say(self, message: CallMessage) -> None:
        self.last = max(self.last, message.seq)

    def begin_again(self, seq: int) -> None:
        self.last = seq

    def look(self) -> None:
        """There is no loudspeaker to look at."""
