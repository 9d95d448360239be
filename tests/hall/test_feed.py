"""The live feed: each role hears its own, a cut line misses nothing and repeats nothing, a slow reader is cut off."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import requests

from kiosk.domain.evaluation import EvaluationOutcome
from kiosk.domain.events import Event, EventKind
from kiosk.domain.ticket import HallUnreachable
from kiosk.hall import feeds
from kiosk.hall.client import BoardHall, Feed
from kiosk.hall.connection import Connection, Limits
from kiosk.hall.core.answers import BoardView, CommandRefusal
from kiosk.hall.core.messages import (
    CallKind,
    CallMessage,
    CounterChanged,
    EvaluationClosed,
    EvaluationOpened,
    FeedMessage,
    StartOver,
    WaitsMessage,
)
from kiosk.hall.core.telling import Member, Role
from kiosk.hall.feeds import LONGEST_BACKLOG, Feeds, Reader
from tests.hall.a_server import LIMITS, Served, eventually, served
from tests.hall.memory import MemoryLedger, StandingClock
from tests.hall.one_hall import DAY
from tests.hall.steps import refused, seen, signed_in, take
from tests.hall.streams import reported, send

WAIT_S = 10.0


class Ear:
    """Reads a feed with the product's own reader and keeps what it heard."""

    def __init__(self, hall: Served, whose: str, after: int | None = None, limits: Limits = LIMITS) -> None:
        self.heard: queue.Queue[FeedMessage] = queue.Queue()
        self.links: queue.Queue[HallUnreachable | None] = queue.Queue()
        self.where: list[str | None] = [hall.url]
        connection = Connection(lambda: self.where[0], f"token-{whose}", limits)
        self.feed = Feed(connection, self.heard.put, self.links.put, after)
        self.feed.start()

    def wait_for_line(self) -> None:
        assert self.links.get(timeout=WAIT_S) is None

    def next(self, kind: type[FeedMessage] = CallMessage) -> FeedMessage:
        """The next message of that kind; others are passed over."""
        while not isinstance(message := self.heard.get(timeout=WAIT_S), kind):
            pass
        return message

    def call(self) -> CallMessage:
        message = self.next()
        assert isinstance(message, CallMessage)
        return message

    def __enter__(self) -> Ear:
        return self

    def __exit__(self, *_: object) -> None:
        self.feed.close()


@pytest.fixture
def hall() -> Iterator[Served]:
    with served() as running:
        yield running


def snapshot(hall: Served) -> BoardView:
    board = BoardHall(hall.url, "token-B1", LIMITS).snapshot()
    assert isinstance(board, BoardView)
    return board


def serve_one(hall: Served, ticket: str, counter: str = "3") -> None:
    take(hall, ticket)
    hall.counter(counter).call_next()
    hall.counter(counter).finish()


def test_a_board_hears_every_key_that_concerns_it(hall: Served) -> None:
    signed_in(hall)
    take(hall, "t-1", "t-2")
    with Ear(hall, "B1", snapshot(hall).seq) as board:
        board.wait_for_line()
        clerk = hall.counter("3")
        for press in (clerk.call_next, clerk.recall, clerk.start, clerk.finish, clerk.call_next, clerk.pass_over):
            press()
        heard = [board.call() for _ in range(6)]
    kinds = [message.kind for message in heard]
    assert kinds == [
        CallKind.CALLED,
        CallKind.RECALLED,
        CallKind.STARTED,
        CallKind.DONE,
        CallKind.CALLED,
        CallKind.PASSED,
    ]
    assert [(one.label, one.counter) for one in heard] == [("A001", "3")] * 4 + [("A002", "3")] * 2
    assert heard[1].recalls == 1


def test_a_board_that_was_cut_off_hears_what_it_missed_once_and_nothing_again(hall: Served) -> None:
    signed_in(hall)
    first = snapshot(hall).seq
    with Ear(hall, "B1", first) as board:
        board.wait_for_line()
        serve_one(hall, "t-1")
        assert [board.call().label, board.call().label] == ["A001", "A001"]
        last = board.feed.last_seq
    serve_one(hall, "t-2")
    with Ear(hall, "B1", last) as board:
        serve_one(hall, "t-3")
        heard = [board.call() for _ in range(4)]
        assert board.heard.empty() or not isinstance(board.heard.queue[0], CallMessage)
    assert [(one.label, one.kind) for one in heard] == [
        ("A002", CallKind.CALLED), ("A002", CallKind.DONE), ("A003", CallKind.CALLED), ("A003", CallKind.DONE),
    ]  # fmt: skip


@pytest.mark.parametrize(("known", "missed"), [(True, ["A002", "A002"]), (False, [])], ids=["known", "unknown"])
def test_a_board_from_the_halls_other_node_goes_on_behind_the_call_it_heard_last(
    hall: Served, known: bool, missed: list[str]
) -> None:
    """The numbers of the other node's book are others, here 900; the event is the same."""
    signed_in(hall)
    with Ear(hall, "B1", snapshot(hall).seq) as before:
        before.wait_for_line()
        serve_one(hall, "t-1")
        last = [before.call(), before.call()][1]
    serve_one(hall, "t-2")
    heard: queue.Queue[FeedMessage] = queue.Queue()
    feed = Feed(Connection(hall.url, "token-B1", LIMITS), heard.put, lambda why: None, after=900)
    feed._node, feed._event = "hall-2", last.event if known else "unheard-of"
    feed.start()
    begun = heard.get(timeout=WAIT_S)
    assert begun == StartOver(last.seq if known else snapshot(hall).seq, other_book=True)
    serve_one(hall, "t-3")
    calls: list[str] = []
    while len(calls) < len(missed) + 2:
        message = heard.get(timeout=WAIT_S)
        calls += [message.label] if isinstance(message, CallMessage) else []
    feed.close()
    assert calls == [*missed, "A003", "A003"]


def test_a_board_outlives_the_halls_restart_without_a_gap_and_without_a_repeat() -> None:
    ledger = MemoryLedger()
    with served(ledger) as hall:
        signed_in(hall)
        board = Ear(hall, "B1", 0)
        board.wait_for_line()
        serve_one(hall, "t-1")
        heard = [board.call(), board.call()]
    with board:
        assert board.links.get(timeout=WAIT_S) is not None
        with served(ledger) as hall:
            board.where[0] = hall.url
            serve_one(hall, "t-2")
            heard += [board.call(), board.call()]
            assert board.links.get(timeout=WAIT_S) is None
    assert [one.label for one in heard] == ["A001", "A001", "A002", "A002"]
    assert len({one.seq for one in heard}) == 4


def test_waits_come_to_boards_and_terminals_a_moment_after_a_change(hall: Served) -> None:
    with Ear(hall, "B1") as board, Ear(hall, "T1") as terminal:
        board.wait_for_line()
        terminal.wait_for_line()
        take(hall, "t-1")
        for ear in (board, terminal):
            message = ear.next(WaitsMessage)
            assert isinstance(message, WaitsMessage)
            assert sum(wait.waiting for wait in message.waits) == 1


def test_a_caller_hears_that_its_own_queue_changed_and_an_evaluator_its_own_counter(hall: Served) -> None:
    signed_in(hall, "3", "0305")
    with Ear(hall, "caller-3") as caller, Ear(hall, "caller-1") as elsewhere, Ear(hall, "evaluator-3") as evaluator:
        for ear in (caller, elsewhere, evaluator):
            ear.wait_for_line()
        take(hall, "t-1")
        assert caller.next(CounterChanged) == CounterChanged("3")
        hall.counter("3").call_next()
        hall.counter("3").finish()
        opened = evaluator.next(EvaluationOpened)
        assert isinstance(opened, EvaluationOpened)
        assert (opened.counter, opened.ticket_id) == ("3", "t-1")
        hall.evaluator("3").submit("t-1", EvaluationOutcome.DECLINED)
        assert isinstance(evaluator.next(EvaluationClosed), EvaluationClosed)
        assert elsewhere.heard.empty()


def test_every_caller_hears_of_a_card_left_on_a_reader(hall: Served) -> None:
    with Ear(hall, "caller-1") as caller:
        caller.wait_for_line()
        send(hall, reported(EventKind.CARD_FORGOTTEN))
        assert caller.next(CounterChanged) == CounterChanged("1")


def test_when_one_clerk_takes_a_notice_every_caller_hears_of_it_and_shows_who(hall: Served) -> None:
    signed_in(hall, "3", "0305")
    card = reported(EventKind.CARD_FORGOTTEN)
    send(hall, card)
    with Ear(hall, "caller-1") as elsewhere:
        elsewhere.wait_for_line()
        assert seen(hall.counter("3").take_notice(card.event_id)).notices[0].taken_by == "0305"
        assert elsewhere.next(CounterChanged) == CounterChanged("1")
    [notice] = seen(hall.counter("1").view()).notices
    assert (notice.taken_by, notice.number) == ("0305", card.event_id[-6:].upper())
    assert refused(hall.counter("3").take_notice("n-9")) is CommandRefusal.UNKNOWN_NOTICE


def test_a_board_that_missed_too_much_is_told_to_start_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LONGEST_REPLAY", 3)
    with served() as hall:
        signed_in(hall)
        serve_one(hall, "t-1")
        seq = snapshot(hall).seq
        for strange in (0, seq + 100):
            with Ear(hall, "B1", strange) as board:
                assert board.next(StartOver) == StartOver(seq)
                serve_one(hall, f"t-{strange}x")
                assert board.call().seq > seq
            seq = snapshot(hall).seq


def test_a_board_of_another_life_of_the_halls_book_starts_over_instead_of_skipping_calls() -> None:
    """The book was put back to where the first call had just been made, and has gone on past what the board saw."""
    ledger = MemoryLedger()
    with served(ledger) as hall:
        signed_in(hall)
        board = Ear(hall, "B1", 0)
        board.wait_for_line()
        serve_one(hall, "t-1")
        image = list(ledger.rows)
        serve_one(hall, "t-2")
        assert [board.call().label for _ in range(4)] == ["A001", "A001", "A002", "A002"]
        seen = board.feed.last_seq
    with board:
        assert board.links.get(timeout=WAIT_S) is not None
        ledger.rows = image
        with served(ledger) as hall:
            for ticket in ("t-3", "t-4"):
                serve_one(hall, ticket)
            assert seen is not None and seen < ledger.last_seq()
            board.where[0] = hall.url
            assert board.next(StartOver) == StartOver(snapshot(hall).seq, other_book=True)
            serve_one(hall, "t-5")
            assert board.call().seq > seen


def test_yesterdays_calls_are_not_called_out_today() -> None:
    clock = StandingClock()
    with served(clock=clock) as hall:
        signed_in(hall)
        serve_one(hall, "t-1")
        clock.pass_seconds(24 * 3600)
        signed_in(hall)
        serve_one(hall, "t-2")
        with Ear(hall, "B1", 0) as board:
            heard = [board.call(), board.call()]
    at = {message.at_ms for message in heard}
    assert ([message.kind for message in heard], at) == ([CallKind.CALLED, CallKind.DONE], {clock.now().wall_ms})


def test_a_silent_hall_is_noticed_by_the_missing_heartbeat() -> None:
    """A server that accepts and says nothing: the reader reports it within its limit and keeps trying."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        links: queue.Queue[HallUnreachable | None] = queue.Queue()
        feed = Feed(Connection(url, "x", Limits(1.0, 1.0, 0.3)), lambda message: None, links.put)
        feed.start()
        assert links.get(timeout=WAIT_S) is HallUnreachable.NO_CONNECTION
        feed.close()


def test_a_quiet_hall_still_beats(hall: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "HEARTBEAT_S", 0.05)
    with requests.get(
        f"{hall.url}/v1/feed", headers={"Authorization": "Bearer token-B1"}, stream=True, timeout=WAIT_S
    ) as answer:
        beats = 0
        for line in answer.iter_lines():
            beats += line == b": beat"
            if beats == 3:
                break
    assert beats == 3


def test_open_feeds_do_not_keep_the_hall_from_ending() -> None:
    with served() as hall:
        ears = [Ear(hall, "B1") for _ in range(5)]
        for ear in ears:
            ear.wait_for_line()
        begun = time.monotonic()
        hall.stop()
        took = time.monotonic() - begun
        for ear in ears:
            ear.feed.close()
    assert took < 3.0  # within a second on a machine that has nothing else to do


def test_a_board_that_went_away_is_forgotten(hall: Served) -> None:
    with Ear(hall, "B1") as ear:
        ear.wait_for_line()
        assert hall.ask("GET", "/v1/health").json()["feeds"] == 1
    eventually(lambda: hall.ask("GET", "/v1/health").json()["feeds"] == 0, "the feed's end at the hall")


def test_closing_a_feed_is_quick_and_ends_its_thread(hall: Served) -> None:
    with Ear(hall, "B1") as ear:
        ear.wait_for_line()
    assert "hall-feed" not in {thread.name for thread in threading.enumerate()}


def test_a_reader_that_does_not_keep_up_is_cut_off_instead_of_eating_the_memory() -> None:
    async def overflow() -> tuple[bool, bytes]:
        reader = Reader(Member(Role.BOARD, "B1"))
        for seq in range(1, LONGEST_BACKLOG + 2):
            reader.offer(seq, b"x")
        return reader.ended, await reader.next()

    assert asyncio.run(overflow()) == (True, b"")


def call(number: int) -> Event:
    data = {"label": f"A{number:03d}", "counter": "3", "group": "walk_in"}
    return Event(f"e-{number}", EventKind.CALLED, "hall-1", DAY, StandingClock().now(), f"t-{number}", data)


def test_an_event_stored_while_the_replay_is_read_comes_exactly_once() -> None:
    """The narrow place: stored after the reader was registered, before the book was read for the replay."""
    ledger = MemoryLedger()
    board = Member(Role.BOARD, "B1")

    async def narrow() -> list[bytes]:
        async def position() -> tuple[int, str]:
            ledger.append([call(3)])
            live.publish([(3, call(3))])
            return ledger.last_seq(), DAY

        async def no_waits() -> None:
            return None

        live = Feeds(ledger.since, no_waits, position, lambda queue: ())
        frames = []
        async for data in live.read(board, 1):
            frames.append(data)
            if len(frames) == 4:
                live.close()
            elif len(frames) == 3:
                ledger.append([call(4)])
                live.publish([(4, call(4))])
        return [data.split(b"\n")[0] for data in frames]

    ledger.append([call(1), call(2)])
    assert asyncio.run(narrow()) == [b": the hall's feed", b"id: 2", b"id: 3", b"id: 4"]


def test_whoever_was_greeted_hears_the_very_next_call() -> None:
    """From now on means from the greeting on, also when the call is stored in the same moment."""
    ledger = MemoryLedger()

    async def greeted() -> list[bytes]:
        async def position() -> tuple[int, str]:
            return ledger.last_seq(), DAY

        async def no_waits() -> None:
            return None

        live = Feeds(ledger.since, no_waits, position, lambda queue: ())
        frames = live.read(Member(Role.BOARD, "B1"), None)
        first = await anext(frames)
        ledger.append([call(2)])
        live.publish([(2, call(2))])
        second = await anext(frames)
        await frames.aclose()
        return [first, second.split(b"\n")[0]]

    ledger.append([call(1)])
    assert asyncio.run(greeted()) == [b": the hall's feed\n\n", b"id: 2"]
