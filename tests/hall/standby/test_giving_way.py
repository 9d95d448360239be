"""A first node that answers but cannot store: it says so and gives way, and no number is given by both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kiosk.domain.ticket import HallUnreachable, Reserved, TicketView
from kiosk.hall import duty, giving_way, service
from kiosk.hall.client import Limits
from kiosk.hall.duty import ServesFirst
from kiosk.hall.standby import keeping_up
from kiosk.ports.ledger import LedgerFailure
from kiosk.trust.pinned import pinned_session
from offline_cache.one_writer import LedgerFile
from tests.hall.a_server import WAIT_S, eventually
from tests.hall.standby.machines import number, reserved
from tests.hall.standby.pair import Machine, Node, Pair, a_pair
from tests.hall.steps import wish

Mend = Callable[[], None]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with a_pair(tmp_path) as found:
        yield found


def read_only(node: Node) -> Mend:
    """As a file system is after its disk failed: what is there can be read."""
    takes_nothing(node.file)
    return lambda: mended(node.file)


def takes_nothing(file: LedgerFile) -> None:
    file.turn(lambda connection: connection.execute("pragma query_only = on"))


def mended(file: LedgerFile) -> None:
    file.turn(lambda connection: connection.execute("pragma query_only = off"))


def hanging(node: Node) -> Mend:
    """A disk that takes a write and does not come back."""
    let_go, held = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        held.set()
        let_go.wait(WAIT_S)

    thread = threading.Thread(target=node.file.turn, args=(hold,))
    thread.start()
    assert held.wait(WAIT_S)

    def mend() -> None:
        let_go.set()
        thread.join(WAIT_S)

    return mend


def gave_way(pair: Pair) -> str:
    first = pair.first.parts.duty
    assert isinstance(first, ServesFirst)
    return first.gave_way


def said(pair: Pair, machine: Machine, path: str) -> tuple[int, str, str]:
    """By the first node: status, and reason or status of its health."""
    with pinned_session(machine.joined.token, machine.joined.pins) as session:
        answer = session.get(pair.first.url + path, timeout=WAIT_S)
    told = answer.json()
    return answer.status_code, told.get("status", ""), told.get("reason", "")


@contextmanager
def broken(pair: Pair, how: Callable[[Node], Mend]) -> Iterator[Mend]:
    mend = how(pair.first)
    yield mend
    mend()


@pytest.mark.parametrize(("how", "reason"), [(read_only, "read_only"), (hanging, "broken_disk")])
def test_numbers_go_on_at_the_second_node_while_the_first_ones_disk_takes_nothing_and_come_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, how: Callable[[Node], Mend], reason: str
) -> None:
    monkeypatch.setattr(service, "STUCK_S", 0.5)
    terminal = Machine.of(pair, "terminal", "T1")
    terminal.limits = Limits(1.0, 1.0, 6.0)
    before = [number(terminal, f"a-{n}").label for n in range(2)]
    eventually(pair.follows, "following")
    with broken(pair, how) as mend:
        during = [number(terminal, f"b-{n}").label for n in range(2)]
        assert pair.serves() and gave_way(pair) == reason
        assert terminal.route() != pair.first.url
        assert said(pair, terminal, "/v1/health") == (200, "stands_by", reason)
        assert said(pair, terminal, "/v1/terminal/summary")[::2] == (503, "stands_by")
        mend()
    eventually(lambda: not gave_way(pair), "the first node's return")
    eventually(lambda: terminal.route() == pair.first.url, "the way back")
    after = number(terminal, "c-0").label
    assert (before, during) == (["A001", "A002"], ["A500", "A501"]), "each node its own part"
    assert after in ("A003", "A004"), "what hung may be stored after all, as a number that nobody was told"
    assert not pair.serves()
    for ticket, label in (("b-0", "A500"), ("b-1", "A501")):
        found = terminal.terminal().ticket(ticket)
        assert isinstance(found, TicketView) and found.label == label
    names = [name for name, _ in pair.first.log.events]
    assert names.index("hall_gives_way") < names.index("hall_takes_back")


def test_a_first_node_gives_way_to_nobody_who_is_not_there_and_says_why_it_gives_no_number(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Machine.of(pair, "terminal", "T1")
    number(terminal, "a-0")
    assert pair.second is not None
    pair.second.stop()
    monkeypatch.setattr(keeping_up, "HEARD_S", 0.0)
    with broken(pair, read_only):
        assert terminal.terminal().reserve(wish("b-0")) is HallUnreachable.OUT_OF_SERVICE
        eventually(lambda: said(pair, terminal, "/v1/health")[1] == "out_of_service", "the word")
        assert not gave_way(pair)
        assert said(pair, terminal, "/v1/health") == (200, "out_of_service", LedgerFailure.READ_ONLY.value)
        assert said(pair, terminal, "/v1/terminal/summary")[0] == 200, "what is there can be looked at"
    answer = eventually(lambda: reserved(terminal, "b-0"), "a number")
    assert isinstance(answer, Reserved) and answer.ticket.label == "A002"


def names(node: Node | None) -> list[str]:
    return [name for name, _ in node.log.events] if node else []


def refused(terminal: Machine) -> bool:
    return terminal.terminal().reserve(wish("z-0")) is HallUnreachable.OUT_OF_SERVICE


def tells_second(pair: Pair, after: int, *, serving: bool) -> bool:
    """Whether the first node leaves the hall to a second one that has its book up to there."""
    assert pair.joined_second is not None
    known = dict(pair.first.parts.ledger.since(0, 1000))
    asked = {"after": str(after), "known": known[after].event_id if after else "", "serving": str(serving).lower()}
    with pinned_session(pair.joined_second.token, pair.joined_second.pins) as session:
        answer = session.get(f"{pair.first.url}/v1/book", params=asked, timeout=WAIT_S)
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["told"]["gave_way"])


def test_a_first_node_started_on_a_disk_that_takes_nothing_never_takes_the_hall_from_the_second(pair: Pair) -> None:
    terminal = Machine.of(pair, "terminal", "T1")
    labels = [number(terminal, "a-0").label]
    eventually(pair.follows, "following")
    pair.first.stop()
    labels.append(number(terminal, "b-0").label)
    pair.start_first(takes_nothing)
    assert gave_way(pair) == "read_only", "before any door answered"
    eventually(lambda: names(pair.second).count("hall_first_reached") == 2, "the second's finding it")
    labels += [number(terminal, f"b-{n}").label for n in (1, 2)]
    assert pair.serves()
    assert "standby_hands_over" not in names(pair.second)
    assert terminal.route() != pair.first.url
    mended(pair.first.file)
    eventually(lambda: terminal.route() == pair.first.url, "the way back")
    labels.append(number(terminal, "c-0").label)
    assert labels == ["A001", "A500", "A501", "A502", "A002"]


def test_a_sick_first_node_leaves_the_hall_to_a_second_that_serves_or_has_all_of_its_book(pair: Pair) -> None:
    terminal = Machine.of(pair, "terminal", "T1")
    number(terminal, "a-0")
    assert pair.second is not None
    pair.second.stop()
    pair.first.stop()
    pair.start_first(takes_nothing)
    last = pair.first.parts.ledger.last_seq()
    assert last > 1
    assert not tells_second(pair, 0, serving=False), "it would call whoever was called already"
    assert not tells_second(pair, last - 1, serving=False)
    assert tells_second(pair, last - 1, serving=True), "whom it serves it goes on serving"
    assert tells_second(pair, last, serving=False)


def test_a_sick_first_node_that_no_second_asks_after_its_start_says_itself_why_it_gives_no_number(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_way, "HEARING_S", 0.3)
    monkeypatch.setattr(duty, "HEARING_S", 0.3)
    terminal = Machine.of(pair, "terminal", "T1")
    assert pair.second is not None
    pair.second.stop()
    pair.first.stop()
    pair.start_first(takes_nothing)
    eventually(lambda: refused(terminal) and said(pair, terminal, "/v1/health")[1] == "out_of_service", "its own word")
    assert said(pair, terminal, "/v1/health")[2] == "read_only"
    assert names(pair.first).count("hall_takes_back") == 1


def test_a_sick_first_node_waits_no_longer_for_a_second_that_cannot_read_its_book(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_way, "HEARING_S", 1.0)
    number(Machine.of(pair, "terminal", "T1"), "a-0")
    assert pair.second is not None
    pair.second.stop()
    pair.first.stop()
    pair.start_first(takes_nothing)
    eventually(lambda: tells_second(pair, 1, serving=False) or not gave_way(pair), "its giving up")
    assert names(pair.first).count("hall_takes_back") == 1


def test_a_hall_without_a_second_node_opens_its_door_whatever_its_disk_says(tmp_path: Path) -> None:
    with ExitStack() as stack:
        pair = Pair(tmp_path, stack)
        pair.first.stop()
        pair.start_first(takes_nothing)
        terminal = Machine.of(pair, "terminal", "T1")
        assert refused(terminal)
        assert said(pair, terminal, "/v1/health")[1:] == ("out_of_service", "read_only")
        assert "hall_gives_way" not in names(pair.first)
