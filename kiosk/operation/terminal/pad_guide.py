"""A visit by a pad of keys: digits choose or are typed, and the pages are read out while a pad is used.

The first key of a visit only reads the first page: nobody who looks for the keys with a finger has chosen anything.
Digits of an ID number are said through a headset only: a hall listens. Whoever asks to hear a page again
hears it a step louder, until the visit ends, or nobody is at the pad any more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from kiosk.journeys import intents as said
from kiosk.journeys.pages import Home, TypeNumber, View
from kiosk.operation.terminal.pad_choices import Choice, choices, head, said_by_journey
from kiosk.operation.terminal.slip import sentence
from kiosk.ports.devices import Announcement, Speaker
from kiosk.ports.devices.keypad import PadKey

PART = 8  # choices that are read at once; 9 reads the next ones
MORE = "9"
AWAY_S = 60.0  # at the first page: so long after its last key nobody is at the pad any more
_CONFIRM = (PadKey.ENTER, PadKey.HASH)


class PadGuide:
    """`show` is called on the core's thread, `pressed` on the pad's; neither waits. `send` takes touches."""

    def __init__(
        self, send: Callable[[said.Intent], None], speaker: Speaker, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._send, self._speaker, self._clock = send, speaker, clock
        self._lock = threading.RLock()
        self._view: View | None = None
        self._used_at: float | None = None  # None: this visitor has pressed no key so far
        self._part = 0
        self._hinted = False
        self._loud = False

    def show(self, view: View) -> None:
        with self._lock:
            before, self._view = self._view, view
            if before is not None and before.session and not view.session:
                self._forget()
            elif before is not None and view.session and not before.session and not self._guides(before):
                self._soften()
            if before is None or type(before.page) is not type(view.page) or choices(before) != choices(view):
                self._part = 0
            if self._guides(view) and before is not None:
                self._follow(before, view)

    def pressed(self, key: PadKey) -> None:
        with self._lock:
            view, first = self._view, not (self._view and self._guides(self._view))
            self._used_at = self._clock()
            if view is None:
                return
            self._speaker.hush()
            if first and isinstance(view.page, Home):
                self._soften()
                self._read()
                return
            self._obey(key, view)

    def _obey(self, key: PadKey, view: View) -> None:
        wish = said.Extend() if view.warning else _typing(key, view) or self._choosing(key, view)
        if wish is not None:
            self._send(wish)
        elif key.digit == MORE and len(choices(view)) > PART:
            self._part = (self._part + 1) % -(-len(choices(view)) // PART)
            self._read()
        elif not isinstance(view.page, TypeNumber) or not key.digit:
            if key is PadKey.STAR:
                self._loud = True
                self._speaker.louder()
            self._read(again=True)

    def _choosing(self, key: PadKey, view: View) -> said.Intent | None:
        if isinstance(view.page, TypeNumber):
            return None
        offered = choices(view)
        if key in _CONFIRM:
            return next((one.wish for one in offered if one.first), None)
        if key.digit == "0":
            return said.AskHelp()
        place = int(key.digit or "0") - 1
        here = offered[self._part * PART : (self._part + 1) * PART]
        return here[place].wish if 0 <= place < len(here) and place < PART else _leaving(key, view)

    def _follow(self, before: View, view: View) -> None:
        news = _news(before, view)
        if news:
            self._speak(news, _alone(before, view))
        elif _turned(before, view):
            self._read()

    def _guides(self, view: View) -> bool:
        """Whether whoever stands here works with the pad."""
        if self._used_at is None:
            return False
        return view.session or self._clock() - self._used_at < AWAY_S

    def _forget(self) -> None:
        """The next one may see the screen, and hears nothing of this visit."""
        self._used_at, self._hinted, self._loud = None, False, False
        self._speaker.hush()

    def _soften(self) -> None:
        """For whoever was at the pad before and left it without a visit, whose end would have done it."""
        if self._loud:
            self._loud = False
            self._speaker.begin_again()

    def _read(self, again: bool = False) -> None:
        """Part by part, so that the first words sound while the others are still put into sound."""
        for part in self._page(again):
            self._speak(part)

    def _page(self, again: bool) -> list[str]:
        """All of a page: its head, the choices of this part, and once a visit how the pad is used."""
        view = self._view
        if view is None:
            return []
        offered = choices(view)
        here = offered[self._part * PART : (self._part + 1) * PART]
        words = [
            head(view) or (said_by_journey(view) if again else ""),
            *(_by_number(view, place + 1, one) for place, one in enumerate(here)),
        ]
        words += [sentence("pad_more", view.language)] if len(offered) > PART else []
        if not self._hinted:
            self._hinted = True
            words.append(sentence("pad_hint", view.language))
        return [part for part in words if part]

    def _speak(self, text: str, alone: str = "") -> None:
        view = self._view
        if view is not None:
            self._speaker.say(Announcement("pad", text, slow=view.elder, alone=alone))


def _typing(key: PadKey, view: View) -> said.Intent | None:
    """The ID number's page: a pad of digits has a star where the X is wanted."""
    page = view.page
    if not isinstance(page, TypeNumber):
        return None
    if key.digit or key is PadKey.STAR:
        return said.TypeKey(key.digit or "X")
    if key in _CONFIRM:
        return said.SubmitNumber() if page.complete else None
    if page.typed:
        return said.EraseKey(whole=key is PadKey.CANCEL)
    return _leaving(key, view)


def _leaving(key: PadKey, view: View) -> said.Intent | None:
    if key is PadKey.CLEAR and view.back:
        return said.GoBack()
    return said.Exit() if key is PadKey.CANCEL and view.session else None


def _turned(before: View, view: View) -> bool:
    """A page to be read out: another one, or one that offers something else."""
    same = type(before.page) is type(view.page) and choices(before) == choices(view)
    return not same or before.language is not view.language


def _news(before: View, view: View) -> str:
    """What is said on a page that stays: is somebody still there, and how the typed number is."""
    if view.warning:
        return "" if before.warning else sentence("pad_still", view.language)
    if not (isinstance(view.page, TypeNumber) and isinstance(before.page, TypeNumber)) or before.page == view.page:
        return ""
    if view.page.problem is not None:
        return sentence("pad_wrong", view.language)
    if view.page.complete:
        return sentence("pad_complete", view.language)
    return sentence("pad_typed", view.language, count=len(view.page.typed))


def _alone(before: View, view: View) -> str:
    """The digit that was just typed: only for ears that nobody shares."""
    if not (isinstance(view.page, TypeNumber) and isinstance(before.page, TypeNumber)):
        return ""
    typed, earlier = view.page.typed, before.page.typed
    more = len(typed) > len(earlier) and view.page.problem is None and not view.page.complete
    return typed[-1] if more else ""


def _by_number(view: View, number: int, choice: Choice) -> str:
    key = "pad_choice_first" if choice.first else "pad_choice"
    return sentence(key, view.language, number=number, name=choice.name)
