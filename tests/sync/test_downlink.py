"""What an upstream publishes reaches its nodes whole; what it withdraws goes; a new upstream is read from the start."""

from __future__ import annotations

from pathlib import Path

from kiosk.ports.ledger import Change
from kiosk.sync.contract import PAGE_LIMIT
from tests.sync.odd_server import OddServer, http
from tests.sync.upstream import Node, Upstream, until


def change(cursor: int, kind: str = "catalogue", key: str = "", version: str = "1") -> Change:
    return Change(cursor, kind, key or f"k{cursor}", version, {"n": cursor})


def test_what_was_published_is_known_below_and_somebody_hears_of_it(upstream: Upstream, node: Node) -> None:
    upstream.cache.apply([change(1), change(2, "match_key")], 2, "city")
    node.downlink.turn()
    assert node.cache.latest("catalogue") == change(1)
    assert node.cache.latest("match_key") == change(2, "match_key")
    assert node.heard == ["catalogue", "match_key"]


def test_pages_are_read_until_there_is_no_more(upstream: Upstream, node: Node) -> None:
    upstream.cache.apply([change(n) for n in range(1, PAGE_LIMIT + 11)], PAGE_LIMIT + 10, "city")
    assert node.downlink.turn().seconds == 0
    assert not node.cache.feed().complete
    assert node.downlink.turn().seconds > 0
    assert len(node.cache.after(0, 10_000)) == PAGE_LIMIT + 10
    assert node.cache.feed().complete


def test_a_page_without_news_writes_nothing_and_tells_nobody(upstream: Upstream, node: Node) -> None:
    upstream.cache.apply([change(1)], 1, "city")
    node.downlink.turn()
    before = node.file.write(lambda db: db.conn.total_changes)
    node.downlink.turn()
    assert node.file.write(lambda db: db.conn.total_changes) == before
    assert node.heard == ["catalogue"]


def test_what_is_withdrawn_goes(upstream: Upstream, node: Node) -> None:
    upstream.cache.apply([change(1, key="a"), change(2, key="b")], 2, "city")
    node.downlink.turn()
    upstream.cache.apply([Change(3, "catalogue", "a", "2", None)], 3, "city")
    node.downlink.turn()
    assert node.cache.latest("catalogue", "a") is None
    assert node.cache.latest("catalogue", "b") is not None


def test_a_new_upstream_is_read_from_the_start_and_the_old_state_stands_until_then(
    upstream: Upstream, node: Node
) -> None:
    upstream.cache.apply([change(1, key="a"), change(2, "gone", "b")], 2, "city")
    node.downlink.turn()
    upstream.cache.begin_resync()
    node.downlink.turn()
    assert node.cache.latest("gone") is not None, "an upstream without a whole state takes nothing away"
    upstream.cache.apply([change(1, key="a", version="9")], 1, "another city")
    assert node.downlink.turn().seconds == 0
    assert node.cache.latest("gone") is not None
    node.downlink.turn()
    assert node.cache.latest("gone") is None
    newest = node.cache.latest("catalogue", "a")
    assert newest is not None and newest.version == "9"
    assert node.log.names == ["feed_resync"]


def test_an_upstream_that_knows_nothing_yet_leaves_a_node_as_it_is(upstream: Upstream, node: Node) -> None:
    assert node.downlink.turn().seconds > 0
    assert (node.cache.feed().complete, node.downlink.reached) == (False, True)


def test_news_is_found_by_looking_again_and_at_once_by_a_nudge(upstream: Upstream, node: Node) -> None:
    upstream.cache.apply([change(1)], 1, "city")
    node.downlink.start()
    until(lambda: node.cache.feed().cursor == 1)
    upstream.cache.apply([change(2)], 2, "city")
    node.downlink.nudge()
    until(lambda: node.cache.feed().cursor == 2)


def test_an_upstream_that_asks_for_a_resync_for_ever_is_not_obeyed(tmp_path: Path) -> None:
    page = http("200 OK", b'{"version":1,"changes":[],"cursor":0,"more":false,"resync":true,"feed":"x"}')
    with OddServer(page, page) as server:
        node = Node(tmp_path / "terminal.sqlite", server.address)
        for _ in range(2):
            assert node.downlink.turn().seconds > 0
        assert node.log.names == ["upstream_lost"]
        node.stop()


def test_a_cut_page_changes_nothing(tmp_path: Path) -> None:
    row = b'{"cursor":1,"kind":"k","key":"","version":"1","body":{}}'
    whole = b'{"version":1,"changes":[' + row + b'],"cursor":1,"more":false,"feed":"x"}'
    cut = http("200 OK", whole[:-20], length=len(whole))
    with OddServer(cut, http("404 Not Found", b"<html>"), http("200 OK", whole)) as server:
        node = Node(tmp_path / "terminal.sqlite", server.address)
        node.downlink.turn()
        node.downlink.turn()
        assert (node.cache.feed().cursor, node.heard) == (0, [])
        node.downlink.turn()
        assert (node.cache.feed().cursor, node.heard) == (1, ["k"])
        node.stop()
