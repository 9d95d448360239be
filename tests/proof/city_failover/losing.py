"""A city of three servers with its workers and its promoter, as processes; the leading server is killed, or hangs."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial
from types import TracebackType

import psutil
import psycopg

from kiosk.operation.city.own_server import NAME, OwnServers, made_word, own_servers
from kiosk.operation.postgres.nodes import Node, Seen, connect, look_at_all
from kiosk.operation.tokens import read_token
from tests.operation.city.city_process import CityProcess
from tests.proof.city_failover.senders import Sender

HALL = "qinglan"
SERVERS = 3
_LIMIT_S = 90.0


class Way(StrEnum):
    """How a leader is lost. BACK_AT_ONCE: its watcher starts it again; it may lead again before another is chosen."""

    KILLED = "killed"  # its machine comes back when another one leads
    HUNG = "hung"  # it wakes when another one leads
    BACK_AT_ONCE = "killed and back at once"


class LosingCity:
    """`address` is the workers' one port; `senders` go on through whatever happens."""

    def __init__(self, senders: int) -> None:
        self.city = CityProcess("--with-postgres", "--standbys", str(SERVERS - 1), "--workers", "2")
        try:
            self.wait(self.city.is_ready, "the city is ready")
            self.own: OwnServers = own_servers(self.city.state, SERVERS)
            self._word = made_word(self.city.state.secrets / "city-server")
            self.settled()
            address = self.city.address
            token = str(read_token(self.city.state.tokens, "hall", HALL))
            self.senders = [Sender(lambda: address, token, HALL, f"stream-{number}") for number in range(senders)]
            self.flowing()
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> LosingCity:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        self.city.close()
        if hasattr(self, "own"):
            shutil.rmtree(self.own.folder, ignore_errors=True)

    # --- what is done to it ---

    def lose(self, rng: random.Random, ways: Sequence[Way] = tuple(Way)) -> tuple[Way, float]:
        """Loses the leader at some instant; in which way, and the longest wait of a sender."""
        time.sleep(rng.uniform(0.2, 1.0))
        way, old, begun = rng.choice(ways), self.leader(), time.monotonic()
        lost, watcher = self._processes(old.node), self._watcher(old.node)
        if way is Way.KILLED:
            watcher.suspend()
        for process in lost:
            with suppress(psutil.NoSuchProcess):
                process.suspend() if way is Way.HUNG else process.kill()
        if way is Way.BACK_AT_ONCE:
            self.wait(lambda: self._led_by_another(old) or self._is_back(old), "somebody leads again")
        else:
            self.wait(lambda: self._led_by_another(old), "another server leads")
        for process in [*lost, watcher]:
            with suppress(psutil.NoSuchProcess):
                process.resume()
        self.flowing()
        return way, max(sender.worst_gap_since(begun) for sender in self.senders)

    def without_standbys(self, seconds: float) -> tuple[int, int]:
        """Both standbys hang for so long: (confirmed meanwhile, refusals that said so)."""
        leader = self.leader().node
        processes = [one for node in self.own.nodes if node != leader for one in self._processes(node)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        time.sleep(1.0)  # what was under way
        before, said = self._confirmed(), self._refused("no_standby")
        time.sleep(seconds)
        confirmed, refused = self._confirmed() - before, self._refused("no_standby") - said
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()
        self.flowing()
        self.settled()
        return confirmed, refused

    # --- what is seen of it ---

    def leader(self) -> Seen:
        return max((one for one in self._seen() if one.leads), key=lambda one: one.timeline)

    def settled(self) -> None:
        """All three answer, one leads, and the others receive from it."""
        self.wait(self._is_settled, "three servers are one city again")

    def flowing(self) -> None:
        """Every sender gets confirmations."""
        before = [len(sender.confirmed) for sender in self.senders]
        self.wait(
            lambda: all(len(one.confirmed) > count for one, count in zip(self.senders, before, strict=True)),
            "every sender goes on",
        )

    def stored(self, node: Node) -> list[str]:
        with connect(node, self._word, NAME) as connection:
            return [row[0] for row in connection.execute("select event_id from event").fetchall()]

    def agree(self, everywhere: bool = True) -> list[str]:
        """What is wrong at the end; `everywhere`: every standby has it all too."""
        for sender in self.senders:
            sender.stop()
        confirmed = [event for sender in self.senders for event in sender.confirmed]
        leader = self.leader().node
        kept = self.stored(leader)
        wrong = []
        if missing := set(confirmed) - set(kept):
            wrong.append(f"{len(missing)} confirmed events are lost")
        if len(set(kept)) != len(kept) or len(set(confirmed)) != len(confirmed):
            wrong.append("an event is stored twice")
        for node in self.own.nodes if everywhere else ():
            with suppress(AssertionError):
                self.wait(partial(self._has, node, set(kept)), "a standby has it all")
            if set(self.stored(node)) != set(kept):
                wrong.append(f"{node.name} holds something else")
        return wrong

    def _has(self, node: Node, kept: set[str]) -> bool:
        return set(self.stored(node)) == kept

    def wait(self, look: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + _LIMIT_S
        while True:
            with suppress(psycopg.Error, AssertionError):
                if look():
                    return
            ended = [sender.wrong for sender in getattr(self, "senders", ()) if sender.wrong]
            assert not ended, ended
            assert time.monotonic() < end, f"not within {_LIMIT_S:.0f} s: {what}; {self._seen()}\n{self._last_words()}"
            time.sleep(0.05)

    def _seen(self) -> list[Seen]:
        return look_at_all(self.own.nodes, self._word) if hasattr(self, "own") else []

    def _last_words(self) -> str:
        """What each server's own log ends with: why one of them is not there."""
        logs = sorted(self.city.folder.glob("logs/city-*.log"))
        logs += sorted(self.own.folder.glob("server-*/server.log")) if hasattr(self, "own") else []
        return "\n".join(f"{log.parent.name}/{log.name}: {log.read_text()[-800:].strip()}" for log in logs)

    def _led_by_another(self, old: Seen) -> bool:
        return any(one.leads and one.timeline > old.timeline for one in self._seen())

    def _is_back(self, old: Seen) -> bool:
        """The new server of the lost one's data leads."""
        return any(one.leads and one.node == old.node for one in self._seen())

    def _is_settled(self) -> bool:
        seen = self._seen()
        leads = [one for one in seen if one.leads]
        return len(seen) == SERVERS and len(leads) == 1 and all(one.leads or one.receiving for one in seen)

    def _confirmed(self) -> int:
        return sum(len(sender.confirmed) for sender in self.senders)

    def _refused(self, reason: str) -> int:
        return sum(sender.refused.get(reason, 0) for sender in self.senders)

    def _processes(self, node: Node) -> list[psutil.Process]:
        """The server and everything below it; not the process that watches over it."""
        found = self.city.running(f"/server-{self._number(node)}/data")
        # A child that was just forked still has the server's name.
        (server,) = [one for one in found if one.ppid() not in {other.pid for other in found}]
        return [server, *server.children(recursive=True)]

    def _watcher(self, node: Node) -> psutil.Process:
        (watcher,) = self.city.running(f"--own-server {self._number(node)} ")
        return watcher

    def _number(self, node: Node) -> int:
        return self.own.nodes.index(node) + 1
