"""What the caller's window knows and does: one view of one counter, and the one key whose answer is out.

One touch is one call: while an answer is out no key works, and a lost answer is never pressed again by itself; the
hall is asked how things stand instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import ceil
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import AdoptReply, CounterReply, RestoreReply
from kiosk.hall.core.answers import CommandRefusal, CommandRefused, CounterPhase, CounterView, Restored, RestoreRefused
from screens.caller.counter import CounterKeys
from screens.caller.keys import Obstacle, Press, next_step, obstacle
from screens.caller.paper import Paper
from screens.caller.showing import (
    awaited_rows,
    counter_page,
    first_open,
    minutes_seconds,
    newest_open,
    notice_rows,
    passed_rows,
    waiting_rows,
)
from screens.caller.sign_in import SignIn
from screens.caller.watch import CounterWatch
from screens.staff.clocks import Clocks
from screens.staff.hall_line import HallLine
from screens.staff.minute_clock import MinuteClock
from screens.staff.rows import Rows
from screens.staff.worker import Failed, Worker

_FEW_TRIES = 2  # so many left are said
_SHUT = f"refused.{CommandRefusal.TOO_MANY_TRIES.value}_seconds"
_ONE_PRESS_S = 1.0  # the same key within it is the same press


class CallerDesk(QObject):
    """For QML: `page` is all that is shown but the lists, the running time and what is typed."""

    pageChanged = Signal()
    timerChanged = Signal()

    def __init__(
        self,
        hall: CounterKeys,
        line: HallLine,
        keys: Worker,
        views: Worker,
        clocks: Clocks | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hall, self._keys, self._clocks = hall, keys, clocks or Clocks()
        self._view: CounterView | None = None
        self._received = 0.0
        self._out = ""  # the key whose answer is out
        self._pressed = ("", 0.0)  # the last key that was sent, and when
        self._heard_until = 0.0  # until then the hall hears no PIN here
        self._unsure = False  # an answer was lost: what the next view shows may be our own doing
        self._pad = ""  # why the clerk's pad of keys does not work
        self._sentence: dict[str, Any] = {}
        self._page: dict[str, Any] = {}
        self._waiting, self._passed, self._notices, self._awaited = Rows(self), Rows(self), Rows(self), Rows(self)
        self._sign_in, self._paper = SignIn(self), Paper(self)
        self._clock = MinuteClock(self._clocks, self)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self._watch = CounterWatch(hall.counter, hall.view, line, views, self._clocks, self)
        self._watch.seen.connect(self._seen)
        self._watch.refused.connect(self._refuse)
        self._watch.linkChanged.connect(self._show)
        self._sign_in.wanted.connect(self.signIn)
        self._paper.wanted.connect(self._ask_paper)
        self._show()

    def start(self) -> None:
        self._watch.start()

    def shown(self) -> Mapping[str, Any]:
        """The page, as QML has it."""
        return self._page

    def sign_in(self) -> SignIn:
        return self._sign_in

    @Slot(str)
    def press(self, name: str) -> None:
        """One of the keys, by touch, mouse or its F-key."""
        key = Press(name)
        against = obstacle(key, self._view, self._watch.link.up, bool(self._out))
        if against is None and self._again(name):
            return
        if against is None:
            self._pressed = name, self._clocks.monotonic()
            self._send(name, self._act(key), self._answered)
        elif against not in (Obstacle.ANSWER_OUT, Obstacle.SIGNED_OUT):
            self._say(f"why.{against.value}", key=name)

    @Slot(str)
    def restore(self, ticket_id: str) -> None:
        if self._free():
            self._send("restore", lambda: self._hall.restore(ticket_id), self._restored)

    @Slot(str)
    def takeNotice(self, notice: str) -> None:
        """The clerk goes and sees to it."""
        if self._free():
            self._send(f"notice {notice}", lambda: self._hall.take_notice(notice), self._answered)

    @Slot()
    def takeFirstNotice(self) -> None:
        """F10: the topmost notice that nobody sees to yet."""
        notice = first_open(self._view)
        if not self._watch.link.up:
            self._say("why.link")
        elif notice:
            self.takeNotice(notice)
        else:
            self._say("why.no_notice")

    @Slot(str, result=bool)
    def awaits(self, terminal: str) -> bool:
        """Whether the hall still waits for that terminal's word."""
        return any(row["id"] == terminal for row in self._awaited.rows)

    @Slot(str)
    def strikeOff(self, terminal: str) -> None:
        """The clerk said twice that this terminal is gone for good."""
        if self._free():
            self._send(f"strike {terminal}", lambda: self._hall.strike_off(terminal), self._answered)

    @Slot()
    def signOut(self) -> None:
        if self._free():
            self._send("sign_out", self._hall.sign_out, self._answered)

    @Slot()
    def signIn(self) -> None:
        if self._free() and self._sign_in.complete:
            clerk, pin = self._sign_in.taken()
            self._send("sign_in", lambda: self._hall.sign_in(clerk, pin), self._answered)

    @Slot(str)
    def padStands(self, why: str) -> None:
        """The pad of keys fell away with that state of XFS4IoT; or works, with none."""
        self._pad = why
        self._show()

    def _again(self, name: str) -> bool:
        """Whether the same finger bounced: an answer comes sooner than a second stroke can be meant."""
        key, at = self._pressed
        return key == name and self._clocks.monotonic() - at < _ONE_PRESS_S

    def _free(self) -> bool:
        return self._watch.link.up and not self._out

    def _act(self, key: Press) -> Callable[[], CounterReply]:
        """A key about a person says about whom: what arrives late must not end somebody else."""
        hall, shown = self._hall, _ticket(self._view) if self._view else ""
        paused = self._view is not None and self._view.phase is CounterPhase.PAUSED
        return {
            Press.CALL: hall.call_next,
            Press.RECALL: lambda: hall.recall(shown),
            Press.PASS_OVER: lambda: hall.pass_over(shown),
            Press.START: lambda: hall.start(shown),
            Press.FINISH: lambda: hall.finish(shown),
            Press.FINISH_BOTH: lambda: hall.finish(shown, linked=True),
            Press.PAUSE: hall.resume if paused else hall.pause,
        }[key]

    @Slot(str)
    def takeBack(self, ticket_id: str) -> None:
        """The number on the page was typed in by mistake."""
        if self._free():
            self._send("take_back", lambda: self._hall.take_back(ticket_id), self._taken_back)

    def _taken_back(self, reply: CounterReply | Failed) -> None:
        label = self._paper.told.get("label", "") if isinstance(reply, CounterView) else ""
        if label:
            self._paper.forget()
        self._answered(reply)
        if label:
            self._say("taken_back", label=label)

    def _ask_paper(self, code: str, label: str, on_my_word: bool) -> None:
        if self._free():
            self._paper.asking()
            hall = self._hall
            ask = partial(hall.adopt, code, label) if code or on_my_word else partial(hall.look_up, label)
            self._send("paper", ask, self._paper_answered)
        elif not self._watch.link.up:
            self._say("why.link")

    def _paper_answered(self, reply: AdoptReply | Failed) -> None:
        self._back()
        self._paper.answered(reply)
        self._show()
        self._watch.look()

    def _send(self, name: str, act: Callable[[], Any], answer: Callable[[Any], None]) -> None:
        self._sentence = {}
        if self._keys.ask(act, answer):
            self._out = name
            self._watch.outdate()
        self._show()

    def _back(self) -> None:
        self._out = ""
        self._watch.outdate()

    def _answered(self, reply: CounterReply | Failed) -> None:
        pressed = self._out
        self._back()
        if isinstance(reply, CounterView):
            self._take(reply)
            return
        if isinstance(reply, CommandRefused):
            self._told_no(reply, pressed)
        else:
            self._unsure = True
            self._say("refused.no_answer")
        self._watch.look()

    def _restored(self, reply: RestoreReply | Failed) -> None:
        self._back()
        match reply:
            case Restored():
                self._paper.restored(reply.ticket)
                self._say("restored", label=reply.ticket.label)
            case RestoreRefused():
                self._say(f"refused.{reply.reason.value}")
            case HallUnreachable() | Failed():
                self._say("refused.no_answer")
        self._watch.look()

    def _told_no(self, refused: CommandRefused, pressed: str) -> None:
        """With what the refusal is about: the key, the tries that are left, the seconds until the next."""
        self._heard_until = self._clocks.monotonic() + refused.wait_seconds
        few = refused.reason is CommandRefusal.WRONG_PIN and 0 < refused.tries_left <= _FEW_TRIES
        timed = "_seconds" if refused.wait_seconds else "_few" if few else ""
        self._say(
            f"refused.{refused.reason.value}{timed}",
            key=pressed,
            count=refused.tries_left,
            seconds=refused.wait_seconds,
        )

    def _tick(self) -> None:
        """A second passed: the timer of whoever is here, and how long no PIN is heard."""
        if self._sentence.get("key") == _SHUT:
            left = ceil(self._heard_until - self._clocks.monotonic())
            self._sentence = {"key": _SHUT, "values": {"seconds": left}} if left > 0 else {}
            self._show()
        self.timerChanged.emit()

    def _refuse(self, reason: CommandRefusal) -> None:
        self._say(f"refused.{reason.value}")

    def _seen(self, view: CounterView) -> None:
        """What the hall shows without being pressed: it may have taken the number away from here."""
        gone = _taken_away(self._view, view) if not (self._out or self._unsure) else ""
        self._unsure = False
        self._take(view)
        if gone:
            self._say("gone", label=gone)

    def _take(self, view: CounterView) -> None:
        if self._view is not None and _moved_on(self._view, view, self._sentence.get("key", "")):
            self._sentence = {}
        if view.phase is not CounterPhase.SIGNED_OUT:
            self._sign_in.forget()
        else:
            self._paper.forget()
        self._view, self._received = view, self._clocks.monotonic()
        self._waiting.show(waiting_rows(view))
        self._passed.show(passed_rows(view))
        self._notices.show(notice_rows(view, self._clocks.wall().tzinfo))
        self._awaited.show(awaited_rows(view))
        self._show()

    def _say(self, sentence: str, /, **values: object) -> None:
        self._sentence = {"key": sentence, "values": values}
        self._show()

    def _show(self) -> None:
        page = self._composed()
        if page != self._page:
            self._page = page
            self.pageChanged.emit()
        self.timerChanged.emit()
        if self._timed() != self._second.isActive():
            self._second.start() if self._timed() else self._second.stop()

    def _composed(self) -> dict[str, Any]:
        view = self._view
        page: dict[str, Any] = {"signed": False, "counter": self._hall.counter, "phase": ""}
        if view is not None:
            page = counter_page(view) | {"newest": newest_open(view, self._clocks.wall().tzinfo)}
        filled = next_step(view) if self._watch.link.up else None
        page |= {"link": self._watch.link.shown(), "out": self._out, "sentence": self._sentence, "pad": self._pad}
        page |= {"known": view is not None, "filled": filled.value if filled else "", "keys": self._obstacles()}
        return page

    def _obstacles(self) -> dict[str, str]:
        """By key: why it cannot be pressed, or nothing. A key that waits for an answer keeps its look."""
        found = {key: obstacle(key, self._view, self._watch.link.up, False) for key in Press}
        return {key.value: against.value if against else "" for key, against in found.items()}

    def _timed(self) -> bool:
        here = self._view is not None and self._view.current is not None
        return here or self._sentence.get("key") == _SHUT

    def _get_page(self) -> dict[str, Any]:
        return self._page

    def _get_timer(self) -> str:
        if self._view is None or self._view.current is None:
            return ""
        return minutes_seconds(self._view.current.seconds + self._clocks.monotonic() - self._received)

    def _get_waiting(self) -> QObject:
        return self._waiting

    def _get_passed(self) -> QObject:
        return self._passed

    def _get_notices(self) -> QObject:
        return self._notices

    def _get_awaited(self) -> QObject:
        return self._awaited

    def _get_paper(self) -> QObject:
        return self._paper

    def _get_sign_in(self) -> QObject:
        return self._sign_in

    def _get_clock(self) -> QObject:
        return self._clock

    page = Property("QVariantMap", _get_page, notify=pageChanged)  # type: ignore[arg-type]
    timer = Property(str, _get_timer, notify=timerChanged)
    waiting = Property(QObject, _get_waiting, constant=True)
    passed = Property(QObject, _get_passed, constant=True)
    notices = Property(QObject, _get_notices, constant=True)
    awaited = Property(QObject, _get_awaited, constant=True)
    paper = Property(QObject, _get_paper, constant=True)
    signing = Property(QObject, _get_sign_in, constant=True)
    clock = Property(QObject, _get_clock, constant=True)


def _moved_on(before: CounterView, view: CounterView, said: str) -> bool:
    """Whether what was said about the earlier view may no longer be so."""
    if (before.phase, _ticket(before)) != (view.phase, _ticket(view)):
        return True
    return said == f"refused.{CommandRefusal.NOBODY_WAITING.value}" and view.waiting_total > 0


def _ticket(view: CounterView) -> str:
    return view.current.ticket_id if view.current else ""


def _taken_away(before: CounterView | None, view: CounterView) -> str:
    """The number that stood here and does not any more, though this counter's clerk goes on in the same day."""
    if before is None or before.current is None or view.current is not None:
        return ""
    return before.current.label if (before.day, before.clerk) == (view.day, view.clerk) else ""
