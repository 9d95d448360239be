"""Whatever the database's server does, a node gets a typed answer with a reason and a time to come again."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import DBAPIError

from kiosk.city.database import Database, open_database
from kiosk.city.failures import PASSING, SENTENCES, DatabaseFailure, told
from kiosk.city.intake import take
from kiosk.city.opening import open_city
from kiosk.city.postgres_place import PostgresPlace
from kiosk.city.store import CityStore, StoreLimits
from kiosk.city.tables import event as event_table
from kiosk.city.tables import hall as hall_table
from kiosk.operation.postgres.preparing import administrator
from kiosk.operation.tokens import write_privately
from kiosk.ports.ledger import Judgement, LedgerFailure
from kiosk.ports.log import NoLog
from kiosk.sync.answers import Overloaded, Unavailable
from kiosk.sync.callers import NODE, Caller
from kiosk.sync.streams import Incoming, Judged
from kiosk.sync.wire import incoming
from tests.city.grounds import USER, Server, ServerGround
from tests.city.running import HALL, City, Hall, OpenCity, visit
from tests.sync.upstream import until


@pytest.fixture
def place(database_of_a_server: ServerGround) -> PostgresPlace:
    return database_of_a_server.place


def opened(place: PostgresPlace) -> Database:
    database = open_city(place, threading.Event(), NoLog(), 0)
    assert isinstance(database, Database), database
    return database


def sql(server: Server, place: PostgresPlace, *statements: str) -> None:
    """As the administrator, in the place's database."""
    with administrator(server.cluster, place.url.rpartition("/")[2]) as admin:
        for statement in statements:
            admin.execute(statement)


# --- a start


def test_a_wrong_password_is_named(place: PostgresPlace, tmp_path: Path) -> None:
    write_privately(tmp_path / "word", "another word")
    assert open_database(replace(place, password_file=tmp_path / "word")) is DatabaseFailure.LOGIN_REFUSED
    assert open_database(replace(place, password_file=None)) is DatabaseFailure.LOGIN_REFUSED


@pytest.mark.parametrize("words", ["", None, b"\xff\xfe"], ids=["empty", "missing", "no text"])
def test_a_password_file_that_cannot_be_used_is_named(
    place: PostgresPlace, tmp_path: Path, words: bytes | str | None
) -> None:
    file = tmp_path / "word"
    if words is not None:
        file.write_bytes(words.encode() if isinstance(words, str) else words)
        file.chmod(0o600)
    assert open_database(replace(place, password_file=file)) is DatabaseFailure.PASSWORD_FILE


def test_a_password_that_others_may_read_is_not_used(place: PostgresPlace, tmp_path: Path) -> None:
    assert place.password_file is not None
    file = tmp_path / "word"
    file.write_text(place.password_file.read_text())
    file.chmod(0o640)
    assert open_database(replace(place, password_file=file)) is DatabaseFailure.PASSWORD_FILE


def test_a_server_or_database_that_is_not_there_is_named(place: PostgresPlace) -> None:
    missing = replace(place, url=place.url + "_never_made")
    assert open_database(missing) is DatabaseFailure.NO_DATABASE
    nowhere = replace(place, url="postgresql://someone@127.0.0.1:1/city", connect_s=1)
    assert open_database(nowhere) is DatabaseFailure.UNREACHABLE


def test_the_second_of_two_servers_is_taken_when_the_first_is_away(place: PostgresPlace) -> None:
    two = replace(place, url=place.url.replace("@127.0.0.1:", "@127.0.0.1:1,127.0.0.1:"))
    opened(two).close()


def test_a_database_in_another_encoding_is_refused(server: Server, place: PostgresPlace) -> None:
    name = place.url.rpartition("/")[2] + "_latin"
    sql(
        server,
        place,
        f"create database {name} owner {USER} encoding latin1 template template0 lc_collate 'C' lc_ctype 'C'",
    )
    assert open_database(replace(place, url=place.url + "_latin")) is DatabaseFailure.NOT_UTF8
    server.drop(name)


def test_a_user_that_may_not_make_tables_is_named(server: Server, place: PostgresPlace) -> None:
    name = place.url.rpartition("/")[2]
    sql(server, place, f"drop owned by {USER}", f"alter database {name} owner to postgres")
    assert open_database(place) is DatabaseFailure.NO_RIGHT


def test_several_workers_that_start_at_once_make_the_tables_once(server: Server, place: PostgresPlace) -> None:
    sql(server, place, f"drop owned by {USER}", f"grant all on schema public to {USER}")
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(open_city(place, threading.Event(), NoLog()))) for _ in "1234"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    databases = [one for one in found if isinstance(one, Database)]
    assert len(databases) == 4, found
    names = {str(one.read(lambda c: c.execute(select(hall_table.c.feed)).scalars().all())) for one in databases}
    assert len(names) == 1
    for database in databases:
        database.close()


def test_every_reason_has_a_sentence_and_what_passes_comes_again() -> None:
    assert set(SENTENCES) == set(DatabaseFailure)
    assert all(isinstance(told(one), Unavailable) for one in DatabaseFailure)
    assert DatabaseFailure.LOGIN_REFUSED not in PASSING and DatabaseFailure.UNREACHABLE in PASSING


# --- in the middle of a day


@pytest.mark.parametrize(
    ("state", "failure"),
    [
        ("53100", DatabaseFailure.FULL),
        ("53200", DatabaseFailure.FULL),
        ("40001", DatabaseFailure.LOCKED),
        ("40P01", DatabaseFailure.LOCKED),
        ("25006", DatabaseFailure.STANDBY),
        ("57P03", DatabaseFailure.STARTING),
        ("08006", DatabaseFailure.LOST),
        ("58030", LedgerFailure.BROKEN_DISK),
        ("XX001", LedgerFailure.DAMAGED),
    ],
)
def test_what_the_server_says_is_known_by_its_code(place: PostgresPlace, state: str, failure: object) -> None:
    database = opened(place)
    raising = f"do $$ begin raise exception using errcode = '{state}'; end $$"
    assert database.write(lambda connection: connection.exec_driver_sql(raising)) is failure
    database.close()


def test_a_mistake_of_ours_is_no_failure_of_the_server(place: PostgresPlace) -> None:
    database = opened(place)
    with pytest.raises(DBAPIError):
        database.write(lambda connection: connection.exec_driver_sql("select nothing from nowhere"))
    database.close()


def test_a_statement_and_a_lock_have_their_limits(place: PostgresPlace) -> None:
    database = opened(replace(place, statement_ms=200, lock_ms=100))
    assert database.read(lambda c: c.exec_driver_sql("select pg_sleep(20)")) is DatabaseFailure.TOO_SLOW
    with database.engines.writing.connect() as other:
        other.exec_driver_sql("update hall set cursor = cursor")
        assert database.write(lambda c: take(c, HALL, Incoming(HALL, "e", 1, visit()), 1)) is DatabaseFailure.LOCKED
    assert isinstance(database.write(lambda c: take(c, HALL, Incoming(HALL, "e", 1, visit()), 1)), Judged)
    database.close()


def test_connections_that_were_cut_behind_its_back_cost_nobody_anything(server: Server, place: PostgresPlace) -> None:
    city = OpenCity(place)
    for _ in range(3):
        assert city.get("/v1/health").status_code == 200
        cut_all(server, place)
        assert city.get("/v1/health").status_code == 200
    city.stop()


def cut_all(server: Server, place: PostgresPlace) -> None:
    asked = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and "
    sql(server, place, asked + "pid <> pg_backend_pid()")


def test_a_connection_that_breaks_while_storing_leaves_it_open_and_the_same_again_is_stored_once(
    server: Server, place: PostgresPlace
) -> None:
    database = opened(place)
    slow_commit(server, place, 20)
    batch, answers = Incoming(HALL, "e", 1, visit()), list[object]()
    storing = threading.Thread(target=lambda: answers.append(database.write(lambda c: take(c, HALL, batch, 1))))
    storing.start()
    until(lambda: database.commits.longer_than(0.1) == 1)
    cut_all(server, place)
    storing.join(30)
    assert answers == [DatabaseFailure.UNDECIDED]
    sql(server, place, "drop trigger slowly on event")
    for wanted in (Judgement.APPLIED, Judgement.DUPLICATE):
        again = database.write(lambda c: take(c, HALL, batch, 1))
        assert isinstance(again, Judged) and {one.verdict for one in again.verdicts} == {wanted}
    database.close()


def slow_commit(server: Server, place: PostgresPlace, seconds: float) -> None:
    """From now on a commit that stored an event takes so long."""
    body = f"begin perform pg_sleep({seconds}); return null; end"
    sql(
        server,
        place,
        f"create function slowly() returns trigger language plpgsql as $$ {body} $$",
        "create constraint trigger slowly after insert on event deferrable initially deferred "
        "for each row execute function slowly()",
    )


def test_a_server_that_stops_and_starts_again_is_waited_for_and_nothing_is_lost(server: Server, tmp_path: Path) -> None:
    ground = server.ground()
    city = City(ground.place)
    hall = Hall(tmp_path / "hall.sqlite", city)
    hall.send(*visit("t-1"))
    server.cluster.stop()
    away = city.get("/v1/health")
    assert (away.status_code, away.json()["reason"]) == (503, "database_unreachable")
    assert int(away.headers["retry-after"]) > 0
    hall.ledger.append(visit("t-2", "A002"))
    hall.uplink.turn()
    assert hall.outbox.backlog() == 9
    assert server.cluster.start() is None
    hall.send()
    assert [row["label"] for row in city.rows("tickets")] == ["A001", "A002"]
    hall.stop()
    city.stop()
    ground.drop()


def test_more_than_the_server_can_take_is_told_to_come_again_and_nothing_else_happens(place: PostgresPlace) -> None:
    database = opened(place)
    store = CityStore(database, limits=StoreLimits(writes=20))
    callers = [Caller(f"node-{n}", NODE, HALL) for n in range(120)]

    async def burst() -> list[object]:
        batches = [store.take(one, Incoming(one.name, "e", 1, visit(f"t-{one.name}"))) for one in callers]
        return list(await asyncio.gather(*batches))

    answers = asyncio.run(burst())
    stored = sum(isinstance(answer, Judged) for answer in answers)
    assert stored + answers.count(Overloaded()) == 120
    assert stored >= 20
    assert database.read(lambda c: c.execute(select(func.count()).select_from(event_table)).scalar()) == 9 * stored
    store.close()
    database.close()


def test_a_user_with_too_few_connections_gets_reasons_and_no_mistakes(server: Server, place: PostgresPlace) -> None:
    database = opened(place)
    hold = threading.Event()
    sql(server, place, f"alter role {USER} connection limit 1")
    try:
        held = threading.Thread(target=lambda: database.read(lambda c: hold.wait(20)))
        held.start()
        until(lambda: database.engines.writing.pool.checkedout() == 1)  # type: ignore[attr-defined]
        assert database.read(lambda c: 1) is DatabaseFailure.FULL
    finally:
        hold.set()
        held.join(20)
        sql(server, place, f"alter role {USER} connection limit -1")
        database.close()


def test_the_same_event_from_two_halls_at_the_same_moment_is_applied_once(place: PostgresPlace) -> None:
    database = opened(place)
    database.write(lambda c: c.execute(insert(hall_table).values(id="second", feed="f", cursor=0, arrival=0)))
    both = threading.Barrier(2, timeout=10)
    answers: list[Any] = []

    def send(hall: str) -> None:
        def work(connection: Connection) -> object:
            first = take(connection, hall, Incoming(hall, "e", 1, visit()), 1)
            meet(both)
            return first

        answers.append(database.write(work))

    threads = [threading.Thread(target=send, args=(hall,)) for hall in (HALL, "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(isinstance(answer, Judged) for answer in answers), answers
    assert sorted({verdict.verdict for verdict in answer.verdicts} == {Judgement.APPLIED} for answer in answers) == [
        False,
        True,
    ]
    database.close()


def meet(both: threading.Barrier) -> None:
    """The second one is held up by the first one's key and never comes: then the first goes on alone."""
    try:
        both.wait(0.3)
    except threading.BrokenBarrierError:
        return


scalars = (
    st.none() | st.booleans() | st.integers(-(1 << 60), 1 << 60) | st.text(max_size=6) | st.floats(allow_nan=False)
)
values = scalars | st.lists(st.text(max_size=4), max_size=3)
names = st.sampled_from(
    ["label", "queue", "grade", "outcome", "reasons", "waited_ms", "name", "counter", "seconds", "x"]
)
raw_events = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["taken", "called", "evaluated", "reserved", "done", "unheard_of"]),
        "ticket_id": st.sampled_from(["", "t-1", "t-2"]),
        "data": st.dictionaries(names | st.text(max_size=3), values, max_size=5),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(raw_events, min_size=1, max_size=6))
def test_whatever_the_contract_lets_in_the_server_can_store(
    stored: Callable[[bytes], object], told_events: list[dict[str, Any]]
) -> None:
    at = {"wall_ms": 1 << 53, "mono_ms": 0, "boot_id": "b", "trusted": True}
    events = [
        {**one, "event_id": f"e-{next(_NUMBERS)}", "node": HALL, "day": "2026-11-23", "at": at} for one in told_events
    ]
    batch = {"version": 1, "node_id": HALL, "stream_epoch": f"e-{next(_NUMBERS)}", "first_seq": 1, "events": events}
    try:
        body = json.dumps(batch, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    assert isinstance(stored(body), Judged)


_NUMBERS = iter(range(10_000_000))


@pytest.fixture
def stored(place: PostgresPlace) -> Any:
    database = opened(place)

    def store(body: bytes) -> object:
        batch = incoming(body)
        return database.write(lambda c: take(c, HALL, batch, 1)) if isinstance(batch, Incoming) else batch

    yield store
    database.close()


def test_a_city_that_was_killed_in_the_middle_holds_no_lock(server: Server, place: PostgresPlace) -> None:
    """Its connections go with it: the next one writes at once."""
    database = opened(place)
    with database.engines.writing.connect() as dying:
        dying.exec_driver_sql("update hall set cursor = cursor")
        database.engines.cut(0)
        other = opened(place)
        assert isinstance(other.write(lambda c: take(c, HALL, Incoming(HALL, "e", 1, visit()), 1)), Judged)
        other.close()
        dying.invalidate()
    database.close()


def test_no_error_of_the_server_tells_what_was_sent(server: Server, place: PostgresPlace) -> None:
    """Neither its own log nor an answer: a name may stand in a statement's values."""
    database = opened(place)
    words = "张晓明的地址"
    with pytest.raises(DBAPIError):
        database.write(lambda c: c.exec_driver_sql("insert into hall values (%s, %s)", (words, words)))
    with pytest.raises(DBAPIError):
        database.write(lambda c: c.exec_driver_sql("select %s from nowhere", (words,)))
    assert words not in server.cluster.log.read_text()
    database.close()


def test_a_request_during_a_failover_hears_the_reason(place: PostgresPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    city = OpenCity(place)
    monkeypatch.setattr(city.database, "read", lambda work: DatabaseFailure.STANDBY)
    answer = requests.get(f"{city.address}/v1/health", timeout=10)
    assert (answer.status_code, answer.json()["reason"]) == (503, "database_standby")
    monkeypatch.undo()
    city.stop()
