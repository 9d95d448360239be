"""A hall with its door for other machines, and machines that join it by a code, all on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from kiosk.hall.client import BoardHall, CounterHall, TerminalHall
from kiosk.hall.lan import Lan, last_seen_in, register_in
from kiosk.ports.clock import Clock
from kiosk.trust.code import Code
from kiosk.trust.enrolling import make_code
from kiosk.trust.joining import join
from kiosk.trust.memberships import Membership
from kiosk.trust.pinned import pinned_session
from kiosk.trust.route import Route
from tests.hall.a_server import LIMITS, WAIT_S, Served, served
from tests.hall.memory import StandingClock
from tests.trust.a_listener import a_key


def a_lan(folder: Path) -> Lan:
    secrets = folder / "secrets"
    return Lan("127.0.0.1", 0, "", a_key(secrets), register_in(secrets), last_seen_in(folder))


@dataclass
class LanHall:
    """A served hall and the register beside it."""

    served: Served
    lan: Lan
    clock: Clock
    joined: dict[tuple[str, str], Membership] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.served.lan_url

    def code(self, role: str, id: str) -> Code:
        code = make_code(self.lan.register, role, id, self.clock)
        assert isinstance(code, Code), code
        return code

    def join(self, role: str, id: str) -> Membership:
        found = join(self.url, self.code(role, id))
        assert isinstance(found, Membership), found
        self.joined[role, id] = found
        return found

    def send_away(self, role: str, id: str) -> None:
        self.lan.register.change(lambda register: register.without(role, id, self.clock.now()))

    def route(self, whose: Membership) -> Route:
        return Route(self.url, whose.pins())

    def terminal(self, id: str) -> TerminalHall:
        whose = self.joined.get(("terminal", id)) or self.join("terminal", id)
        return TerminalHall(self.route(whose), whose.token, LIMITS)

    def counter(self, number: str) -> CounterHall:
        whose = self.joined.get(("caller", number)) or self.join("caller", number)
        return CounterHall(self.route(whose), whose.token, number, LIMITS)

    def board(self, id: str) -> BoardHall:
        whose = self.joined.get(("board", id)) or self.join("board", id)
        return BoardHall(self.route(whose), whose.token, LIMITS)

    def ask(self, method: str, path: str, token: str, **more: Any) -> requests.Response:
        with pinned_session(token, lambda: frozenset(self.lan.key.pins)) as session:
            return session.request(method, self.url + path, timeout=WAIT_S, **more)


@contextmanager
def lan_hall(folder: Path, clock: Clock | None = None, **more: Any) -> Iterator[LanHall]:
    lan, clock = a_lan(folder), clock or StandingClock()
    with served(lan=lan, clock=clock, **more) as hall:
        yield LanHall(hall, lan, clock)
