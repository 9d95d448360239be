"""A hall of the tests: it answers what the test wrote down, when the test wants, and notes what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.domain.ticket import HallUnreachable
from kiosk.hall.client import AdoptReply, CounterReply, RestoreReply
from kiosk.hall.connection import Connection
from kiosk.hall.core.messages import FeedMessage
from screens.staff.hall_line import HallLine

_LONGEST = 5.0  # seconds a slow answer is held back when a test forgets to let it go


class ScriptedFeed:
    """Says what the test says, in the test's thread."""

    def __init__(
        self,
        connection: Connection,
        on_message: Callable[[FeedMessage], None],
        on_link: Callable[[HallUnreachable | None], None],
        after: int | None = None,
    ) -> None:
        self.on_message, self.on_link, self.after = on_message, on_link, after
        self.closed = False

    def start(self) -> None:
        return None

    def close(self, wait: float = 2.0) -> None:
        self.closed = True


class ScriptedLine(HallLine):
    """A line whose feeds the test holds in its hand."""

    def __init__(self, link_up: bool = True) -> None:
        self.feeds: list[ScriptedFeed] = []
        self.link_up = link_up
        super().__init__(Connection("http://127.0.0.1:9", "token"), self._made)

    @property
    def feed(self) -> ScriptedFeed:
        return self.feeds[-1]

    def open(self, after: int | None = None) -> None:
        super().open(after)
        if self.link_up:
            self.feed.on_link(None)

    def _made(
        self,
        connection: Connection,
        on_message: Callable[[FeedMessage], None],
        on_link: Callable[[HallUnreachable | None], None],
        after: int | None,
    ) -> ScriptedFeed:
        self.feeds.append(ScriptedFeed(connection, on_message, on_link, after))
        return self.feeds[-1]


class ScriptedCounter:
    """A counter's hall. `asked` is what it was asked, without the views; `answers` what it says to the next keys."""

    def __init__(self, view: CounterReply, counter: str = "3") -> None:
        self.counter = counter
        self.shown: CounterReply = view
        self.answers: list[CounterReply] = []
        self.restoring: RestoreReply = HallUnreachable.TIMED_OUT
        self.adopting: AdoptReply = HallUnreachable.TIMED_OUT
        self.asked: list[str] = []
        self.about: list[str] = []  # of each key: the ticket that it was about
        self.views = 0
        self.open_door = threading.Event()
        self.open_door.set()

    def view(self) -> CounterReply:
        self.views += 1
        return self.shown

    def sign_in(self, clerk: str, pin: str) -> CounterReply:
        return self._key(f"sign-in {clerk} {pin}")

    def sign_out(self) -> CounterReply:
        return self._key("sign-out")

    def call_next(self) -> CounterReply:
        return self._key("call")

    def start(self, ticket_id: str = "") -> CounterReply:
        return self._key("start", ticket_id)

    def recall(self, ticket_id: str = "") -> CounterReply:
        return self._key("recall", ticket_id)

    def pass_over(self, ticket_id: str = "") -> CounterReply:
        return self._key("pass", ticket_id)

    def finish(self, ticket_id: str = "", linked: bool = False) -> CounterReply:
        return self._key("finish both" if linked else "finish", ticket_id)

    def pause(self) -> CounterReply:
        return self._key("pause")

    def resume(self) -> CounterReply:
        return self._key("resume")

    def restore(self, ticket_id: str) -> RestoreReply:
        self.asked.append(f"restore {ticket_id}")
        self.open_door.wait(_LONGEST)
        return self.restoring

    def adopt(self, code: str = "", label: str = "") -> AdoptReply:
        return self._about_a_paper(f"scan {code}" if code else f"type {label}")

    def look_up(self, label: str) -> AdoptReply:
        return self._about_a_paper(f"ask {label}")

    def _about_a_paper(self, asked: str) -> AdoptReply:
        self.asked.append(asked)
        self.open_door.wait(_LONGEST)
        return self.adopting

    def take_back(self, ticket_id: str) -> CounterReply:
        return self._key(f"take back {ticket_id}")

    def strike_off(self, terminal: str) -> CounterReply:
        return self._key(f"strike off {terminal}")

    def take_notice(self, notice: str) -> CounterReply:
        return self._key(f"take {notice}")

    def _key(self, name: str, about: str = "") -> CounterReply:
        self.asked.append(name)
        self.about.append(about)
        self.open_door.wait(_LONGEST)
        if self.answers:
            answer = self.answers.pop(0)
            if not isinstance(answer, HallUnreachable):
                self.shown = answer if hasattr(answer, "phase") else self.shown
            return answer
        return self.shown
