"""An announcement's text as samples: clips where they are known, the synthesizer for the rest."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from drivers.speaker.clip_list import clip_lists
from drivers.speaker.clip_shelf import ClipShelf
from drivers.speaker.phrases import Clip, Pause, Piece, Speech, language_of, pieces, sign_and_words
from drivers.speaker.synthesis import SynthesisFailure
from drivers.speaker.waves import louder, silence

BETWEEN_MS = 700  # from one saying to the next
SIGN_MS = 150  # from a sign to the first word
AFTER_MS = 250  # a card that closes early swallows silence, not words
_KEPT = 24  # texts in memory; calls are rarely repeated, prompts often

Synthesize = Callable[[str, str, bool], bytes | SynthesisFailure]  # language, text, slow


@dataclass(frozen=True, slots=True)
class Rendered:
    """`sign` sounds once, `words` as often as is asked for; either may be empty."""

    sign: bytes
    words: bytes

    def samples(self, times: int, gain: float) -> bytes:
        """One stretch of sound. `times` below 1 counts as 1; `gain` 0 to 1."""
        said = silence(BETWEEN_MS).join([louder(self.words, gain)] * max(1, times))
        return louder(self.sign, gain) + (silence(SIGN_MS) if self.sign else b"") + said + silence(AFTER_MS)


class Rendering:
    """Used by one thread. Texts are kept by the hash of what is said; no name is ever spoken."""

    def __init__(self, shelf: ClipShelf, synthesize: Synthesize, *, use_clips: bool = True) -> None:
        self._shelf, self._synthesize, self._use_clips = shelf, synthesize, use_clips
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()

    def attention(self) -> Rendered:
        """For eyes to go to the screen when the words cannot be said."""
        return Rendered(self._shelf.sign("attention") or b"", b"")

    def render(self, text: str, *, slow: bool = False) -> Rendered | SynthesisFailure:
        sign, words = sign_and_words(text)
        said = self._said(words, slow) if words.strip() else b""
        return said if isinstance(said, SynthesisFailure) else Rendered(self._shelf.sign(sign) or b"", said)

    def _said(self, words: str, slow: bool) -> bytes | SynthesisFailure:
        key = hashlib.sha256(f"{slow}|{words}".encode()).digest()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        said = self._made(words, slow)
        if isinstance(said, bytes):
            self._kept[key] = said
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return said

    def _made(self, words: str, slow: bool) -> bytes | SynthesisFailure:
        language = language_of(words)
        found = self._with_clips(pieces(words, clip_lists()[language]), slow) if self._use_clips else None
        return self._synthesize(language, words, slow) if found is None else found

    def _with_clips(self, wanted: tuple[Piece, ...], slow: bool) -> bytes | SynthesisFailure | None:
        """None when a clip is missing: half a number in another voice would be worse than all of it."""
        said: list[bytes] = []
        for piece in wanted:
            sound = self._sound(piece, slow)
            if sound is None or isinstance(sound, SynthesisFailure):
                return sound
            said.append(sound)
        return b"".join(said)

    def _sound(self, piece: Piece, slow: bool) -> bytes | SynthesisFailure | None:
        match piece:
            case Clip(language=language, name=name):
                return self._shelf.samples(language, name, slow=slow)
            case Speech(language=language, text=text):
                return self._synthesize(language, text, slow)
            case Pause(ms=ms):
                return silence(ms)
