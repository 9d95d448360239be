"""A node owes its events until the upstream has them; whatever happens on the way, each is applied once, in order."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kiosk.domain.events import Event, EventKind
from kiosk.ports.ledger import Beginning, Judgement, Origin, Owed, Verdict
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.contract import BATCH_LIMIT
from kiosk.sync.patience import Patience
from kiosk.sync.uplink import Uplink
from offline_cache.hall_ledger import HallLedger
from tests.sync.memory import DAY, event
from tests.sync.odd_server import OddServer, http
from tests.sync.upstream import Node, Upstream, until


def ids(first: int, last: int) -> list[str]:
    return [f"e-{n}" for n in range(first, last + 1)]


def events(first: int, last: int) -> list[Event]:
    return [event(n) for n in range(first, last + 1)]


def exhaust(node: Node) -> None:
    """Turns until nothing is owed any more."""
    for _ in range(60):
        if not node.outbox.owed(1).events:
            return
        node.uplink.turn()
    raise AssertionError("something is still owed")


def test_what_happened_arrives_in_order_and_is_owed_no_longer(upstream: Upstream, node: Node) -> None:
    node.happened(events(1, 5))
    exhaust(node)
    assert upstream.applied() == ids(1, 5)
    assert (node.outbox.backlog(), node.uplink.reached) == (0, True)


def test_a_nudge_sends_at_once(upstream: Upstream, tmp_path: Path) -> None:
    node = Node(tmp_path / "patient.sqlite", upstream.address)
    slow = Uplink("terminal-1", node.outbox, SyncClient(upstream.address, "token-1"), node.log, idle_s=60)
    slow.start()
    node.happened(events(1, 1))
    slow.nudge()
    until(lambda: node.outbox.backlog() == 0)
    assert slow.stop(10)
    node.stop()


def test_a_lost_acknowledgement_applies_nothing_twice(upstream: Upstream, node: Node) -> None:
    node.happened(events(1, 3))
    upstream.lose_answers = 2
    exhaust(node)
    assert upstream.applied() == ids(1, 3)
    assert len(upstream.batches) == 3
    assert node.log.names == ["upstream_lost", "upstream_back"]


def test_an_upstream_out_of_reach_is_tried_again_until_it_is_back(tmp_path: Path) -> None:
    address: list[str] = []
    node = Node(tmp_path / "terminal.sqlite", lambda: address[0] if address else None)
    node.happened(events(1, 2))
    node.uplink.start()
    until(lambda: node.uplink.reached is False)
    upstream = Upstream(tmp_path / "hall.sqlite")
    address.append(upstream.address)
    until(lambda: node.outbox.backlog() == 0)
    assert upstream.applied() == ids(1, 2)
    node.stop()
    upstream.stop()


def test_an_upstream_that_restarts_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    served = [Upstream(tmp_path / "hall.sqlite")]
    node = Node(tmp_path / "terminal.sqlite", lambda: served[-1].address)
    node.uplink.start()
    for start in range(4):
        node.happened(events(start * 20 + 1, start * 20 + 20))
        node.uplink.nudge()
        served[-1].stop()
        served.append(Upstream(tmp_path / "hall.sqlite"))
    until(lambda: node.outbox.backlog() == 0)
    assert served[-1].applied() == ids(1, 80)
    node.stop()
    served[-1].stop()


def test_a_restored_disk_image_starts_a_new_epoch_and_tells_a_technician(upstream: Upstream, tmp_path: Path) -> None:
    path, image = tmp_path / "terminal.sqlite", tmp_path / "image.sqlite"
    node = Node(path, upstream.address)
    node.happened(events(1, 4))
    exhaust(node)
    node.stop()
    shutil.copy(path, image)
    node = Node(path, upstream.address)
    node.happened(events(5, 8))
    exhaust(node)
    node.stop()
    shutil.copy(image, path)
    restored = Node(path, upstream.address)
    restored.happened(events(50, 52))
    exhaust(restored)
    assert upstream.applied() == [*ids(1, 8), *ids(50, 52)]
    assert restored.log.names == ["stream_restored"]
    assert restored.outbox.owed(1).first_seq == 8, "all that it kept went again, and was known"
    assert HallLedger(restored.file).origin() == Origin(Beginning.RESTORED, settled=False)
    restored.stop()


def put_back(path: Path, image: Path) -> None:
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    shutil.copy(image, path)


def test_a_restored_disk_image_is_noticed_before_anything_new_happens(upstream: Upstream, tmp_path: Path) -> None:
    path, image = tmp_path / "terminal.sqlite", tmp_path / "image.sqlite"
    node = Node(path, upstream.address)
    node.happened(events(1, 4))
    exhaust(node)
    node.stop()
    shutil.copy(path, image)
    node = Node(path, upstream.address)
    node.happened(events(5, 8))
    exhaust(node)
    node.uplink.turn()
    assert node.log.names == []
    node.stop()
    put_back(path, image)
    restored = Node(path, upstream.address)
    assert restored.outbox.backlog() == 0
    restored.uplink.turn()
    assert (restored.log.names, restored.outbox.backlog()) == (["stream_restored"], 4)
    exhaust(restored)
    assert upstream.applied() == ids(1, 8)
    restored.stop()


def test_a_node_that_owes_nothing_gives_a_new_hall_all_that_it_keeps(tmp_path: Path) -> None:
    first, second = Upstream(tmp_path / "hall.sqlite"), Upstream(tmp_path / "another.sqlite")
    served = [first]
    node = Node(tmp_path / "terminal.sqlite", lambda: served[-1].address)
    node.happened(events(1, 6))
    exhaust(node)
    node.file.write(lambda db: db.execute("delete from event where seq <= 2"))
    node.stop()
    served.append(second)
    again = Node(tmp_path / "terminal.sqlite", lambda: served[-1].address)
    again.uplink.turn()
    exhaust(again)
    assert second.applied() == ids(3, 6)
    again.stop()
    for one in served:
        one.stop()


def test_when_both_ends_of_a_hop_were_put_back_what_was_taken_under_the_old_epoch_comes_again(tmp_path: Path) -> None:
    """The hall as it was at the second event; the terminal as it was at the fourth, which its own copy begins anew."""
    hall, book = tmp_path / "hall.sqlite", tmp_path / "terminal.sqlite"
    served = [Upstream(hall)]
    node = Node(book, lambda: served[-1].address)

    def happens(first: int, last: int) -> None:
        node.happened(events(first, last))
        exhaust(node)

    happens(1, 2)
    served[-1].stop()
    shutil.copy(hall, tmp_path / "hall.image")
    served.append(Upstream(hall))
    happens(3, 4)
    node.stop()
    shutil.copy(book, tmp_path / "book.image")
    node = Node(book, lambda: served[-1].address)
    happens(5, 6)
    node.stop()
    served[-1].stop()
    put_back(hall, tmp_path / "hall.image")
    served.append(Upstream(hall))
    put_back(book, tmp_path / "book.image")
    node = Node(book, lambda: served[-1].address)
    assert node.outbox.new_epoch(restored=True) is None
    happens(50, 50)
    assert served[-1].applied() == [*ids(1, 4), "e-50"]
    node.stop()
    served[-1].stop()


def test_an_upstream_put_back_to_an_earlier_day_gets_again_what_it_lost(tmp_path: Path) -> None:
    hall, image = tmp_path / "hall.sqlite", tmp_path / "image.sqlite"
    served = [Upstream(hall)]
    node = Node(tmp_path / "terminal.sqlite", lambda: served[-1].address)
    node.happened(events(1, 3))
    exhaust(node)
    served[-1].stop()
    shutil.copy(hall, image)
    served.append(Upstream(hall))
    node.happened(events(4, 6))
    exhaust(node)
    served[-1].stop()
    shutil.copy(image, hall)
    served.append(Upstream(hall))
    node.happened(events(7, 7))
    exhaust(node)
    assert served[-1].applied() == ids(1, 7)
    assert "stream_rewound" in node.log.names
    node.stop()
    served[-1].stop()


def test_an_upstream_that_lost_all_gets_what_is_still_kept_in_a_new_epoch(tmp_path: Path, upstream: Upstream) -> None:
    node = Node(tmp_path / "terminal.sqlite", upstream.address)
    node.happened(events(1, 6))
    node.outbox.acknowledge(5, [])
    node.file.write(lambda db: db.execute("delete from event where seq <= 3"))
    exhaust(node)
    assert upstream.applied() == ["e-4", "e-5", "e-6"], "also what was acknowledged by the one that lost it"
    assert node.log.names == ["stream_rewound", "stream_restored"]
    node.stop()


def test_an_event_the_upstream_refuses_is_seen_in_quarantine_and_blocks_nobody(tmp_path: Path) -> None:
    upstream = Upstream(
        tmp_path / "hall.sqlite", lambda event: "unknown_counter:9" if event.kind is EventKind.CALLED else ""
    )
    node = Node(tmp_path / "terminal.sqlite", upstream.address)
    node.happened([event(1), event(2, EventKind.CALLED), event(3)])
    exhaust(node)
    assert upstream.applied() == ["e-1", "e-3"]
    assert list(node.outbox.quarantined()) == [Verdict("e-2", Judgement.REJECTED, "unknown_counter:9")]
    assert node.log.fields == [{"reason": "unknown_counter", "count": 1}]
    node.stop()
    upstream.stop()


def test_an_event_that_no_version_can_read_is_refused_alone(upstream: Upstream, node: Node) -> None:
    spoilt = Event("e-2", EventKind.TAKEN, "terminal-1", "not a day", event(2).at)
    big = Event("e-3", EventKind.TAKEN, "terminal-1", DAY, event(3).at, data={"nul": "a\0b"})
    node.happened([event(1), spoilt, big, event(4)])
    exhaust(node)
    assert upstream.applied() == ["e-1", "e-4"]
    assert [verdict.reason for verdict in node.outbox.quarantined()] == ["malformed", "malformed"]


def test_a_token_that_is_not_known_sends_nothing_and_loses_nothing(upstream: Upstream, tmp_path: Path) -> None:
    for token in ("of somebody else", "board"):
        node = Node(tmp_path / "terminal.sqlite", upstream.address, token)
        node.uplink.turn()
        node.happened([event(1)] if node.outbox.backlog() == 0 else [])
        node.uplink.turn()
        assert node.log.fields[-1]["reason"] == "not_allowed"
        assert (node.outbox.backlog(), upstream.applied()) == (1, [])
        node.stop()


def test_a_nudge_does_not_shorten_the_patience_an_upstream_asked_for(tmp_path: Path) -> None:
    with OddServer(http("429 Too Many", b"{}", "Retry-After: 60\r\n"), http("200 OK", b"{}")) as server:
        node = Node(tmp_path / "terminal.sqlite", server.address)
        node.happened(events(1, 1))
        pause = node.uplink.turn()
        assert (pause.seconds, pause.nudged) == (60.0, False)
        node.stop()


def test_an_answer_that_belongs_to_other_events_is_not_believed(tmp_path: Path) -> None:
    answers = (
        b'{"version":1,"acknowledged":900,"verdicts":[{"event_id":"e-9","verdict":"applied","reason":""}]}',
        b'{"version":1,"acknowledged":0,"verdicts":[{"event_id":"e-1","verdict":"applied","reason":""}]}',
        b'{"version":1,"acknowledged":1,"verdicts":[]}',
    )
    gap = b'{"version":1,"reason":"gap","expected":5}'
    with OddServer(*(http("200 OK", answer) for answer in answers), http("409 Conflict", gap)) as server:
        node = Node(tmp_path / "terminal.sqlite", server.address)
        node.happened(events(1, 1))
        for _ in range(4):
            assert node.uplink.turn().seconds > 0
        assert node.outbox.backlog() == 1
        assert node.log.fields == [{"direction": "up", "reason": "broken_answer", "status": 0, "url": server.address}]
        node.stop()


def test_a_batch_too_large_for_its_upstream_is_sent_in_smaller_ones(tmp_path: Path) -> None:
    with OddServer(*[http("413 Too Large", b"{}")] * 3) as server:
        node = Node(tmp_path / "terminal.sqlite", server.address)
        node.happened(events(1, 8))
        node.uplink.turn()
        node.uplink.turn()
        node.uplink.turn()
        assert [request.count(b'"event_id"') for request in server.requests] == [8, 4, 2]
        node.stop()


def test_batches_of_large_events_keep_to_the_wires_limit(upstream: Upstream, node: Node) -> None:
    large = [
        Event(f"e-{n}", EventKind.EVALUATED, "terminal-1", DAY, event(n).at, data={"t": "字" * 5000})
        for n in range(200)
    ]
    node.happened(large)
    exhaust(node)
    assert len(upstream.applied()) == 200
    assert len(upstream.batches) > 1


def test_a_node_killed_between_sending_and_acknowledging_sends_again_and_nothing_is_applied_twice(
    upstream: Upstream, tmp_path: Path
) -> None:
    path = tmp_path / "terminal.sqlite"
    program = (
        "import os, signal, sys, pathlib\n"
        "from tests.sync.upstream import Node\n"
        "from tests.sync.memory import event\n"
        f"node = Node(pathlib.Path({str(path)!r}), {upstream.address!r})\n"
        "node.happened([event(n) for n in range(1, 6)])\n"
        "node.outbox.acknowledge = lambda upto, verdicts: os.kill(os.getpid(), signal.SIGKILL)\n"
        "node.uplink.turn()\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    assert upstream.applied() == ids(1, 5)
    started = Node(path, upstream.address)
    assert started.outbox.backlog() == 5
    exhaust(started)
    assert upstream.applied() == ids(1, 5)
    started.stop()


def test_a_line_that_sends_nothing_goes_on_receiving(tmp_path: Path) -> None:
    with OddServer(None, None) as deaf:
        node = Node(tmp_path / "terminal.sqlite", "http://127.0.0.1:1")
        stuck = Uplink(
            "terminal-1", node.outbox, SyncClient(deaf.address, "t", Limits(1, 1, 1)), node.log, Patience(0.01, 0.02)
        )
        node.happened(events(1, 1))
        stuck.start()
        upstream = Upstream(tmp_path / "hall.sqlite")
        received = Node(tmp_path / "other.sqlite", upstream.address)
        upstream.cache.apply([], 4, "city")
        received.downlink.start()
        until(lambda: received.cache.feed().cursor == 4, 10)
        assert node.outbox.backlog() == 1
        received.stop()
        assert stuck.stop(10)
        node.stop()
        upstream.stop()


def test_ten_thousand_owed_events_drain_in_full_batches(upstream: Upstream, node: Node) -> None:
    HallLedger(node.file).append(events(1, 10_000))
    before = time.monotonic()
    exhaust(node)
    took = time.monotonic() - before
    assert upstream.applied() == ids(1, 10_000)
    assert len(upstream.batches) == 10_000 // BATCH_LIMIT
    print(f"10,000 owed events drained in {took:.2f} s")


def test_a_bug_in_a_turn_does_not_end_the_line(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = Node(tmp_path / "terminal.sqlite", upstream.address)
    told = threading.Event()

    def owed(limit: int) -> Owed:
        raise ZeroDivisionError

    monkeypatch.setattr(node.log, "bug", lambda where, error: told.set())
    monkeypatch.setattr(node.outbox, "owed", owed)
    node.uplink.start()
    assert told.wait(10)
    node.stop()


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_book_that_cannot_be_read_or_written_is_waited_for(
    upstream: Upstream, tmp_path: Path, direction: str
) -> None:
    node = Node(tmp_path / "terminal.sqlite", upstream.address)
    node.happened(events(1, 1))
    upstream.cache.apply([], 3, "city")
    node.file.write(lambda db: db.execute("pragma query_only = on"))
    turn = node.uplink.turn if direction == "up" else node.downlink.turn
    assert 0 < turn().seconds <= 0.05
    assert node.log.fields == [{"direction": direction, "reason": "ledger_read_only", "status": 0}]
    node.file.write(lambda db: None)
    node.stop()
