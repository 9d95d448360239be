"""The leading server is lost, in every way, and nothing that was confirmed is."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from kiosk.city.database import Database
from kiosk.city.failures import DatabaseFailure
from kiosk.city.intake import take
from kiosk.city.opening import open_city
from kiosk.city.postgres_line import hang_up
from kiosk.city.store import CityStore, StoreLimits
from kiosk.domain.events import EventKind
from kiosk.operation.postgres.copying import is_standby
from kiosk.operation.postgres.deciding import Waiting
from kiosk.operation.postgres.joining import Member, Standing
from kiosk.operation.postgres.nodes import connect, look
from kiosk.ports.ledger import Judgement
from kiosk.ports.log import NoLog
from kiosk.sync.answers import Unavailable
from kiosk.sync.callers import NODE, Caller
from kiosk.sync.streams import Incoming, Judged
from tests.city.running import HALL, event, visit
from tests.operation.postgres.trio import WORD, Trio, freeze, thaw
from tests.sync.upstream import until


@pytest.fixture
def database(trio: Trio) -> Iterator[Database]:
    found = open_city(trio.place, threading.Event(), NoLog())
    assert isinstance(found, Database), found
    yield found
    found.engines.cut(0)
    found.close()


class Load:
    """A node that sends one event after the other, each again until it is confirmed, as an uplink does."""

    def __init__(self, database: Database, node: str) -> None:
        self._database, self._node = database, node
        self.confirmed: list[str] = []
        self.failures: list[object] = []
        self.gap = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        last = time.monotonic()
        while not self._stop.is_set():
            one = event(len(self.confirmed), EventKind.CALLED, f"{self._node}-t", self._node)
            batch = Incoming(self._node, "e", len(self.confirmed) + 1, (one,))
            answer = self._database.write(lambda c, b=batch: take(c, HALL, b, 1))  # type: ignore[misc]
            if isinstance(answer, Judged):
                self.gap = max(self.gap, time.monotonic() - last)
                last = time.monotonic()
                self.confirmed.append(one.event_id)
            else:
                self.failures.append(answer)
                time.sleep(0.02)


def stored(member: Member) -> set[str]:
    """What is to be read there by now; a standby may have more of it on its disk."""
    with connect(member.node, WORD, "city") as connection:
        if connection.execute("select to_regclass('event')").fetchone() == (None,):
            return set()
        return {row[0] for row in connection.execute("select event_id from event").fetchall()}


def test_each_commit_is_confirmed_by_a_standby(trio: Trio, database: Database) -> None:
    with connect(trio.leader().node, WORD) as connection:
        rows = connection.execute("select application_name, sync_state from pg_stat_replication order by 1").fetchall()
    assert [state for _, state in rows] == ["quorum", "quorum"]
    assert isinstance(database.write(lambda c: take(c, HALL, Incoming("a", "e", 1, visit("first")), 1)), Judged)
    until(lambda: any(visit("first")[0].event_id in stored(member) for member in trio.standbys()))


def test_a_leader_killed_under_load_is_replaced_and_nothing_confirmed_is_lost(trio: Trio, database: Database) -> None:
    old = trio.leader()
    load = [Load(database, f"load-{number}") for number in range(3)]
    until(lambda: all(len(one.confirmed) > 20 for one in load))
    old.cluster.kill()
    new = trio.replaced(old)
    counts = [len(one.confirmed) for one in load]
    until(lambda: all(len(one.confirmed) > count + 20 for one, count in zip(load, counts, strict=True)))
    for one in load:
        one.stop()
    kept = stored(new)
    assert all(set(one.confirmed) <= kept for one in load)
    assert all(len(one.confirmed) == len(set(one.confirmed)) for one in load)
    assert max(one.gap for one in load) < 30  # some 1.5 s on a quiet machine
    assert trio.settled() is new and is_standby(old.cluster)
    assert kept <= stored(new)


def test_a_leader_that_comes_back_by_itself_confirms_nothing_and_steps_back(trio: Trio, database: Database) -> None:
    old = trio.leader()
    old.cluster.kill()
    new = trio.replaced(old)
    assert old.cluster.start() is None  # as its machine would after a power cut, asking nobody
    confirmed = confirms(old)
    assert (confirmed, old.standing()) == (False, Standing.SUPERSEDED)
    old.cluster.stop()
    assert old.start() is True
    assert trio.settled() is new
    assert not has_table(old, "only_here") and not has_table(new, "only_here")


def confirms(member: Member) -> bool:
    """Whether a commit on this server is confirmed within a while."""
    with connect(member.node, WORD, "city") as connection:
        connection.execute("set synchronous_commit = on")
        timer = threading.Timer(1.5, hang_up, (connection,))
        timer.start()
        try:
            connection.execute("create table only_here (id int)")
        except psycopg.Error:
            return False
        finally:
            timer.cancel()
    return True


def has_table(member: Member, name: str) -> bool:
    with connect(member.node, WORD, "city") as connection:
        return connection.execute("select to_regclass(%s)", (name,)).fetchone() != (None,)


def test_a_leader_that_hangs_is_given_up_and_when_it_wakes_it_confirms_nothing(trio: Trio, database: Database) -> None:
    store = CityStore(database, limits=StoreLimits(answer_s=0.5, commit_s=0.5, stuck_s=1.0))
    old, caller = trio.leader(), Caller("hanging", NODE, HALL)
    batches = [Incoming("hanging", "e", number, (event(number, EventKind.CALLED, "hang"),)) for number in (1, 2)]
    assert isinstance(asyncio.run(store.take(caller, batches[0])), Judged)
    freeze(old)
    assert not isinstance(asyncio.run(store.take(caller, batches[1])), Judged)
    new = trio.replaced(old)
    until(lambda: isinstance(asyncio.run(store.take(caller, batches[1])), Judged), 60)
    thaw(old)
    assert old.standing() is Standing.SUPERSEDED
    old.cluster.stop()
    assert {batch.events[0].event_id for batch in batches} <= stored(new)
    store.close()
    trio.settled()


def test_without_every_standby_nobody_is_promoted_and_with_it_nothing_is_lost(trio: Trio, database: Database) -> None:
    old, (away, near) = trio.leader(), trio.standbys()
    away.cluster.stop()
    written = database.write(lambda c: take(c, HALL, Incoming("b", "e", 1, visit("near")), 1))
    assert isinstance(written, Judged)
    old.cluster.kill()
    assert trio.turns(Waiting.STANDBY_MISSING) is Waiting.STANDBY_MISSING
    until(lambda: "city_server_leader_lost" in trio.log.names or trio.promoter.turn() is None)
    assert not any(one.leads for one in trio.seen().values())
    assert away.start() is True
    assert trio.replaced(old) is near
    assert visit("near")[0].event_id in stored(near)
    trio.settled()


def test_with_no_standby_left_a_node_hears_no_standby_and_the_same_again_is_stored_once(
    trio: Trio, database: Database
) -> None:
    store = CityStore(database, limits=StoreLimits(answer_s=1.0, commit_s=0.5))
    caller, batch = Caller("c", NODE, HALL), Incoming("c", "e", 1, visit("alone"))
    for standby in trio.standbys():
        standby.cluster.stop()
    answers = [asyncio.run(store.take(caller, batch)) for _ in range(4)]
    assert all(isinstance(answer, Unavailable) and answer.reason == "no_standby" for answer in answers), answers
    assert isinstance(asyncio.run(store.page(Caller("c", NODE, HALL), 0, "", 10)), Unavailable) is False
    assert visit("alone")[0].event_id not in stored(trio.leader())  # not seen by anybody either
    for standby in trio.standbys():
        assert standby.start() is True
    until(lambda: isinstance(asyncio.run(store.take(caller, batch)), Judged), 60)
    last = asyncio.run(store.take(caller, batch))
    assert isinstance(last, Judged) and {one.verdict for one in last.verdicts} == {Judgement.DUPLICATE}
    store.close()


def test_a_cancelled_wait_for_a_standby_is_no_confirmation(trio: Trio, database: Database) -> None:
    leader = trio.leader()
    for standby in trio.standbys():
        standby.cluster.stop()
    answers: list[object] = []
    batch = Incoming("d", "e", 1, visit("cancelled"))
    writing = threading.Thread(target=lambda: answers.append(database.write(lambda c: take(c, HALL, batch, 1))))
    writing.start()
    until(lambda: database.engines.waits_for_standby())
    with connect(leader.node, WORD) as connection:
        connection.execute("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'")
    writing.join(20)
    assert answers == [DatabaseFailure.NO_STANDBY]
    trio.settled()


def test_a_standby_whose_disk_was_lost_is_copied_anew(trio: Trio, database: Database) -> None:
    standby = trio.standbys()[0]
    standby.cluster.stop()
    shutil.rmtree(standby.cluster.data)
    assert standby.start() is True
    trio.settled()
    until(lambda: stored(standby) == stored(trio.leader()))


def test_a_server_that_lost_its_disk_founds_no_second_city(trio: Trio, database: Database) -> None:
    leader = trio.leader()
    kept = stored(leader)
    leader.cluster.kill()
    shutil.rmtree(leader.cluster.data)
    leader.founds = False  # as its city's mark says
    assert leader.start() is False
    new = trio.replaced(leader)
    assert leader.start() is True and is_standby(leader.cluster)
    assert kept <= stored(new)
    trio.settled()


def test_data_that_were_being_rewound_when_the_power_went_lead_nobody(trio: Trio, database: Database) -> None:
    old = trio.leader()
    old.cluster.kill()
    (old.cluster.folder / "halfway").touch()
    assert old.start() is False  # nobody leads, and it may not
    trio.replaced(old)
    assert old.start() is True and is_standby(old.cluster)
    trio.settled()


def test_a_city_that_stops_while_no_standby_confirms_does_not_hang(trio: Trio, database: Database) -> None:
    store = CityStore(database, limits=StoreLimits(answer_s=0.5, commit_s=0.2))
    for standby in trio.standbys():
        standby.cluster.stop()
    batch = Incoming("f", "e", 1, visit("stopping"))
    asyncio.run(store.take(Caller("f", NODE, HALL), batch))
    began = time.monotonic()
    store.close(0.3)
    assert time.monotonic() - began < 10
    trio.settled()


def test_who_leads_is_told_by_name_and_log(trio: Trio) -> None:
    leader = look(trio.leader().node, WORD)
    assert leader is not None and leader.timeline >= 1
    assert set(trio.log.names) <= {"city_server_follows", "city_server_promoted", "city_server_leader_lost"}
