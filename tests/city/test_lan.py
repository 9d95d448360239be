"""The city and halls on other machines: who joined by a code speaks to a known key over TLS; nobody else gets in."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from drivers.device_classes import schema
from kiosk.city.lan import CityCallers, CityLan
from kiosk.city.staff.roles import Role
from kiosk.operation.command_line import parse
from kiosk.operation.enrol import enrol
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.start import Start, prepare_start
from kiosk.operation.upstreams import upstream
from kiosk.ports.ledger import Owed
from kiosk.sync import held
from kiosk.sync.batches import written
from kiosk.sync.callers import Stranger
from kiosk.sync.client import SyncClient, SyncFailure, Unreached
from kiosk.sync.contract import BatchAnswer, ChangePage
from kiosk.sync.held_client import HeldFeed
from kiosk.trust.code import Code, read_code
from kiosk.trust.joining import JoinFailure, join
from kiosk.trust.memberships import Membership
from kiosk.trust.node_key import NodeKey, prepare_next
from kiosk.trust.pinned import pinned_session
from kiosk.trust.route import Route
from kiosk.trust.several_nodes import SeveralNodes
from tests.city.grounds import FileGround
from tests.city.house import TOKENS, House
from tests.city.running import HALL, visit
from tests.sync.upstream import Noted, until
from tests.trust.a_listener import a_key, listener

CODES = f"/v1/halls/{HALL}/enrolment-codes"
pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")  # the staff's browser


@contextmanager
def lan_city(migrated: Path, folder: Path) -> Iterator[House]:
    place = FileGround(folder).place
    shutil.copy(migrated, place)
    with House(place, lan=CityLan("", a_key(folder / "secrets", "city"))) as made:
        made.signed_in(Role.CITY_ADMINISTRATOR)
        yield made


@pytest.fixture(scope="module")
def city(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with lan_city(migrated, tmp_path_factory.mktemp("lan-city")) as made:
        yield made


def code_for(city: House, role: str = "hall", node: str = HALL) -> Code:
    found = read_code(city.post(CODES, "t-city-administrator", {"role": role, "node": node}, 201)["code"])
    assert found is not None
    return found


def joined(city: House, role: str = "hall", node: str = HALL) -> Membership:
    found = join(city.url, code_for(city, role, node))
    assert isinstance(found, Membership), found
    return found


def ask(city: House, whose: Membership, path: str) -> requests.Response:
    with pinned_session(whose.token, whose.pins) as session:
        return session.get(city.url + path, timeout=10)


def start_of(folder: Path, *words: str) -> Start:
    start = prepare_start(parse(["--state", str(folder), *words], ()), schema())
    assert isinstance(start, Start)
    return start


def test_a_hall_joins_by_a_code_typed_at_its_machine_and_its_events_go_up_over_tls(
    city: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readmitted: list[str] = []
    start = start_of(tmp_path, "enrol", "--city", city.url, "--code", code_for(city).shown())
    assert enrol(start, readmitted.append) == ExitCode.GOOD, capsys.readouterr().err
    assert readmitted == ["hall"] and f"joined city as hall {HALL}" in capsys.readouterr().out
    line = upstream(start, "city", "hall", HALL, "", Noted())
    client = SyncClient(line.route, line.token)
    answer = client.send(written(HALL, Owed("epoch-lan", 1, visit("t-lan"))).body)
    page = client.changes(0, "")
    client.close()
    assert isinstance(answer, BatchAnswer) and answer.acknowledged == len(visit())
    assert not isinstance(page, Unreached) and "match_key" in {change.kind for change in page.changes}
    assert isinstance(line.route, SeveralNodes)
    line.route.stop()


def test_a_wrong_code_is_refused_with_a_sentence_and_too_many_are_told_to_wait(
    migrated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with lan_city(migrated, tmp_path) as city:
        _try_wrong_codes(city, tmp_path / "hall", capsys)


def _try_wrong_codes(city: House, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = code_for(city)
    wrong = Code(right.plate, f"{(int(right.secret) + 1) % 10**8:08d}")
    start = start_of(folder, "enrol", "--city", city.url, "--code", wrong.shown())
    assert enrol(start, lambda role: None) == ExitCode.FAILED
    assert "The code does not fit: it is mistyped, used up or too old" in capsys.readouterr().err
    said = [join(city.url, wrong) for _ in range(5)]
    assert said == [JoinFailure.NOT_PROVEN] * 4 + [JoinFailure.TOO_MANY_TRIES]
    hello = {"version": 1, "plate": right.plate, "sid": "00" * 16, "share": "09" + "00" * 31}
    blocked = city.call("POST", "/v1/enrolment/hello", json=hello)
    assert (blocked.status_code, blocked.json()["reason"]) == (429, "too_many_tries")
    assert blocked.json()["sentence"] and int(blocked.headers["retry-after"]) >= 1


def test_a_machine_with_another_key_in_the_citys_place_gets_neither_token_nor_word(tmp_path: Path) -> None:
    """The key that a hall knows since it joined is not the one that answers."""
    stranger = a_key(tmp_path / "stranger", "city")
    with listener(stranger.server_context()) as found:
        client = SyncClient(Route(found.url, frozenset({"ab" * 32})), "the-halls-token")
        answer = client.send(b"{}")
        client.close()
        found.ended.wait(10)
    assert isinstance(answer, Unreached) and answer.failure is SyncFailure.ANOTHER_MACHINE
    assert bytes(found.heard) == b""


def test_who_joined_is_told_of_the_citys_next_key_as_soon_as_there_is_one(city: House) -> None:
    whose = joined(city)
    assert city.lan is not None
    announced = prepare_next(city.lan.key.path.parent, "city")
    assert isinstance(announced, NodeKey)
    nodes = ask(city, whose, "/v1/nodes").json()["nodes"]
    assert [(node["url"], tuple(node["pins"])) for node in nodes] == [(city.url, announced.pins)]
    assert len(announced.pins) == 2


def test_who_is_sent_away_is_refused_within_seconds_and_hears_why(city: House) -> None:
    whose = joined(city, "standby", "H2")
    assert (whose.role, whose.id) == ("standby-at-city", "H2")
    assert ask(city, whose, "/v1/nodes").status_code == 200
    gone = city.call("DELETE", f"/v1/halls/{HALL}/joined-nodes/standby/H2", "t-city-administrator")
    assert gone.status_code == 200
    until(lambda: ask(city, whose, "/v1/nodes").status_code == 401)
    for path in ("/v1/nodes", "/v1/sync/changes"):
        answer = ask(city, whose, path)
        assert (answer.status_code, answer.json()["reason"]) == (401, "revoked")


def test_a_feed_that_is_held_ends_soon_after_its_hall_was_sent_away(city: House) -> None:
    """The next thing that the hall asks is refused, and it hears why."""
    whose = joined(city)
    feed = HeldFeed(Route(city.url, whose.pins()), whose.token)
    pages = feed.pages(0, "")
    assert isinstance(next(said for said in pages if said is not None), ChangePage)
    began = time.monotonic()
    gone = city.call("DELETE", f"/v1/halls/{HALL}/joined-nodes/hall/{HALL}", "t-city-administrator")
    assert gone.status_code == 200
    assert [said for said in pages if said is not None] == [Unreached(SyncFailure.NO_CONNECTION)]
    assert time.monotonic() - began < held.LOOK_S / 2  # some 2 s on a quiet machine
    (refused,) = feed.pages(0, "")
    feed.close()
    assert isinstance(refused, Unreached) and refused.failure is SyncFailure.REVOKED


def test_who_joined_gets_no_further_than_any_machine_and_its_token_opens_no_other_hall(city: House) -> None:
    whose = joined(city)
    assert ask(city, whose, "/v1/staff").json()["reason"] == "not_allowed"
    body = written("other-hall", Owed("e", 1, visit("t-x"))).body
    client = SyncClient(Route(city.url, whose.pins()), whose.token)
    refused = client.send(body)
    client.close()
    assert isinstance(refused, Unreached) and refused.status == 403


def test_nobody_else_opens_a_door(city: House) -> None:
    described = city.call("GET", "/openapi.json").json()["paths"]
    assert {"/v1/enrolment/hello", "/v1/enrolment/finish", "/v1/nodes"} <= set(described)
    assert city.call("GET", "/v1/nodes").status_code == 401
    assert city.call("GET", "/v1/nodes", "x" * 43).json()["reason"] == "unknown_token"
    for path in ("/v1/enrolment/hello", "/v1/enrolment/finish"):
        for body in (b"", b"{", b"[]", b'{"version": 1}'):
            answer = city.call("POST", path, data=body)
            assert (answer.status_code, answer.json()["reason"]) == (422, "malformed")


def test_the_tokens_of_the_citys_own_machine_are_good_on_that_machine_only(house: House) -> None:
    callers = CityCallers(TOKENS, house.store)

    def known(local: bool) -> Any:
        return asyncio.run(callers.known("Bearer hall", local=local))

    assert known(True) == TOKENS["hall"]
    assert known(False) is Stranger.UNKNOWN
