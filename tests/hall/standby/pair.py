"""The two nodes of a hall on loopback, each with a real book, and machines that go to whichever serves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.domain.numbering import Issuer
from kiosk.hall.client import BoardHall, CounterHall, Limits, TerminalHall
from kiosk.hall.duty import Patience, ServesFirst, StandsBy
from kiosk.hall.lan import Lan, has_second, last_seen_in, register_in
from kiosk.hall.server import serve
from kiosk.hall.service import Hall, HallParts
from kiosk.hall.standby.client import BookClient
from kiosk.hall.standby.follower import Follower, Following
from kiosk.hall.standby.following import reading_in
from kiosk.hall.standby.told_streams import ToldStreams
from kiosk.operation.hall_node.first_node import FirstNode
from kiosk.operation.kept_port import kept_port
from kiosk.operation.uuid7 import Uuid7
from kiosk.sync.client import SyncClient
from kiosk.sync.uplink import Uplink
from kiosk.trust.code import Code
from kiosk.trust.enrolling import make_code
from kiosk.trust.joining import Own, join
from kiosk.trust.kept_values import FileProblem
from kiosk.trust.looking import HttpLooks
from kiosk.trust.memberships import Membership
from kiosk.trust.several_nodes import SeveralNodes
from offline_cache.hall_ledger import HallLedger
from offline_cache.inbound import InboundStreams
from offline_cache.ledger_file import Opened, open_ledger
from offline_cache.one_writer import LedgerFile
from offline_cache.outbox import Outbox
from tests.hall.a_server import LIMITS, WAIT_S, Noted, Published, eventually
from tests.hall.memory import StandingClock
from tests.proof.failover.wire import Wire
from tests.trust.a_listener import a_key

PATIENCE_S, RETURN_S = 0.6, 0.4


def opened(path: Path) -> LedgerFile:
    found = open_ledger(path)
    assert isinstance(found, Opened), found
    return found.file


@dataclass
class Node:
    """One node while it runs; `stop` ends it as a power cut would for its machines: nothing is handed over."""

    parts: HallParts
    file: LedgerFile
    log: Noted
    uplink: Uplink | None = None
    ending: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    url: str = ""

    def start(self) -> Node:
        up = threading.Event()

        def lan_ready(url: str) -> None:
            self.url = url

        args = (self.parts, lambda port: up.set(), self.ending, "127.0.0.1", 0, lan_ready)
        self.thread = threading.Thread(target=serve, args=args, name=f"node-{self.parts.node}", daemon=True)
        self.thread.start()
        if self.uplink is not None:
            self.uplink.start()
        assert up.wait(WAIT_S), "the node did not start"
        return self

    def stop(self) -> None:
        if self.thread is None:
            return
        if self.uplink is not None:
            self.uplink.stop()
        self.ending.set()
        self.thread.join(WAIT_S)
        assert not self.thread.is_alive(), "the node did not end"
        self.thread = None
        self.file.close()
        assert self.log.bugs == [], self.log.bugs


class Pair:
    """`first` and `second` are the running nodes; each may be stopped and started again on its own book."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self.clock = StandingClock()
        self.lan = self._lan("first")
        self.first = self.start_first()
        self.lan = replace(self.lan, port=int(self.first.url.rsplit(":", 1)[1]), url=self.first.url)
        self._second_lan = self._lan("second")
        self.second: Node | None = None
        self.joined_second: Membership | None = None
        self.between = Wire(self.lan.port)  # the second node's way to the first
        stack.callback(self.between.close)

    def _lan(self, name: str) -> Lan:
        secrets = self._folder / name / "secrets"
        return Lan("127.0.0.1", 0, "", a_key(secrets), register_in(secrets), last_seen_in(self._folder / name))

    def start_first(self, prepare: Callable[[LedgerFile], object] = lambda file: None) -> Node:
        file, log = opened(self._folder / "first" / "hall.sqlite"), Noted()
        prepare(file)
        duty = ServesFirst(lambda: has_second(self.lan), log)
        ledger = HallLedger(file)
        parts = HallParts(
            "hall-1", ledger, InboundStreams(file), Published(), self.clock, Uuid7(), {}, log,
            lan=self.lan, duty=duty, probe=ledger.probe, patience=Patience(0.4, 0.4), owes=Outbox(file).backlog,
        )  # fmt: skip
        self.first = self._kept(Node(parts, file, log).start())
        return self.first

    def lose_first_book(self) -> None:
        for file in (self._folder / "first").glob("hall.sqlite*"):
            file.unlink()

    def let_second_join(self) -> None:
        """Its port has to be known before, as the configuration of a real one says it."""
        port = kept_port()
        self._second_lan = replace(self._second_lan, port=port, url=f"https://127.0.0.1:{port}")
        own = Own(self._second_lan.url, self._second_lan.key.pins)
        self.joined_second = self.join("standby", "H2", own)

    def start_second(self) -> Node:
        joined = self.joined_second
        assert joined is not None
        file, log = opened(self._folder / "second" / "hall.sqlite"), Noted()
        lan, book = self._second_lan, Outbox(file)
        first = FirstNode(joined.nodes, self.between.url, log, lambda: None, lambda nodes: None)
        uplink = Uplink(joined.id, book, SyncClient(first, joined.token), log)
        streams, duty = ToldStreams(InboundStreams(file)), StandsBy(PATIENCE_S, log)
        following = Following(
            duty, BookClient(first, joined.token, PATIENCE_S), reading_in(self._folder / "second"), lan.register,
            streams, book, (uplink,), first.learn, log,
        )  # fmt: skip

        def follows(hall: Hall) -> Callable[[], None]:
            return Follower(following, joined.upstream, hall).start().stop

        parts = HallParts(
            joined.id, HallLedger(file), streams, Published(), self.clock, Uuid7(), {}, log, Issuer.STANDBY,
            replace(lan, told=lambda: first.nodes), peer=joined.upstream, duty=duty, follows=follows,
        )  # fmt: skip
        self.second = self._kept(Node(parts, file, log, uplink).start())
        return self.second

    def join(self, role: str, id: str, own: Own | None = None) -> Membership:
        code = make_code(self.lan.register, role, id, self.clock)
        assert isinstance(code, Code)
        joined = join(self.first.url, code, own)
        assert isinstance(joined, Membership), joined
        return joined

    def _kept(self, node: Node) -> Node:
        self._stack.callback(node.stop)
        return node

    def follows(self) -> bool:
        """Whether the second node has everything that the first one's book and register hold."""
        assert self.second is not None
        here, there = self.lan.register.read(), self._second_lan.register.read()
        if isinstance(here, FileProblem) or isinstance(there, FileProblem) or here.devices != there.devices:
            return False
        own = {event.event_id for _, event in self.first.parts.ledger.since(0, 10_000)}
        return own <= self.second.parts.streams.known(sorted(own)) if own else True

    def serves(self) -> bool:
        duty = self.second.parts.duty if self.second else None
        return isinstance(duty, StandsBy) and duty.serving


@dataclass
class Machine:
    """One machine of the hall: all its lines go the same way."""

    joined: Membership
    route: SeveralNodes
    limits: Limits = LIMITS

    @classmethod
    def of(cls, pair: Pair, role: str, id: str, beside: Wire | None = None) -> Machine:
        """`beside`: its way to the first node, when that may break."""
        joined = pair.join(role, id)
        nodes = tuple(one if one.standby or not beside else replace(one, url=beside.url) for one in joined.nodes)
        looks, fixed = HttpLooks(joined.token), beside is not None
        route = SeveralNodes(nodes, looks, pair.first.log, PATIENCE_S, fixed=fixed, return_s=RETURN_S)
        pair._stack.callback(route.stop)
        return cls(joined, route.start())

    def terminal(self) -> TerminalHall:
        return TerminalHall(self.route, self.joined.token, self.limits)

    def counter(self) -> CounterHall:
        return CounterHall(self.route, self.joined.token, self.joined.id, LIMITS)

    def board(self) -> BoardHall:
        return BoardHall(self.route, self.joined.token, LIMITS)


@contextmanager
def a_pair(folder: Path) -> Iterator[Pair]:
    """Both nodes, the second one following."""
    with ExitStack() as stack:
        pair = Pair(folder, stack)
        pair.let_second_join()
        pair.start_second()
        eventually(pair.follows, "following")
        yield pair


def soon(holds: Callable[[], object], what: str) -> float:
    """Waits for it; answers how many seconds it took."""
    begun = time.monotonic()
    eventually(holds, what)
    return time.monotonic() - begun
