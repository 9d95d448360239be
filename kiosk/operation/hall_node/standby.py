"""The hall's second node: follows the first as a machine that joined it, and stands in for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from kiosk.domain.numbering import Issuer
from kiosk.hall.duty import StandsBy
from kiosk.hall.lan import STANDBY, Lan
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.hall.server import serve
from kiosk.hall.service import Hall, HallParts
from kiosk.hall.standby.client import BookClient
from kiosk.hall.standby.copied import CopiedOutbox, CopiedUplink
from kiosk.hall.standby.follower import Follower, Following
from kiosk.hall.standby.following import reading_in
from kiosk.hall.standby.told_streams import ToldStreams
from kiosk.operation.beating import CityBeats, WhileServing, beating, hall_vital
from kiosk.operation.clock import SystemClock
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.hall_node.book import HallBook
from kiosk.operation.hall_node.doors import Doors
from kiosk.operation.hall_node.first_node import FirstNode
from kiosk.operation.hall_node.told import Told
from kiosk.operation.joined_anew import unless_joined_anew
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.upstreams import has_joined, upstream
from kiosk.operation.uuid7 import Uuid7
from kiosk.operation.vitals import More
from kiosk.ports.ledger import InboundStreams
from kiosk.sync.client import SyncClient
from kiosk.sync.downlink import Downlink
from kiosk.sync.uplink import Uplink
from kiosk.trust.memberships import STANDBY_AT_CITY, Membership, Memberships, NodeAddress, membership, memberships


def serve_as_standby(start: Start, process: Process, clock: SystemClock, book: HallBook, found: Doors) -> int:
    chosen, log = start.configuration.hall, process.log
    joined = membership(start.state.secrets, STANDBY, chosen.standby_id)
    if not isinstance(joined, Membership):
        log.event("not_joined", id=f"{STANDBY}-{chosen.standby_id}", url=chosen.primary_url or "none")
        return ExitCode.FAILED
    if found.lan is None:
        log.event("server_not_started", reason="standby_without_a_door")
        return ExitCode.FAILED
    return _served(start, process, clock, book, found, joined, found.lan)


def _served(
    start: Start, process: Process, clock: SystemClock, book: HallBook, found: Doors, joined: Membership, lan: Lan
) -> int:
    log, node = process.log, joined.id
    first = _first(start, process, book, joined)
    uplink = Uplink(node, book.outbox, SyncClient(first, joined.token), log)
    downlink = Downlink(book.cache, SyncClient(first, joined.token), log)
    streams = ToldStreams(book.streams)
    patience_s = start.configuration.limits.hall_failover_seconds
    duty = StandsBy(patience_s, log)
    parts = Following(
        duty=duty,
        client=BookClient(first, joined.token, patience_s),
        reading=reading_in(start.state.data("hall")),
        register=lan.register,
        streams=streams,
        outbox=book.outbox,
        lines=(uplink, downlink),
        learned=first.learn,
        log=log,
    )

    def follows(hall: Hall) -> Callable[[], None]:
        return Follower(parts, joined.upstream, hall).start().stop

    hall = HallParts(
        node,
        book.ledger,
        streams,
        book.cache,
        clock,
        Uuid7(),
        {},
        log,
        Issuer.STANDBY,
        replace(lan, told=lambda: first.nodes),
        peer=joined.upstream,
        book=book.name,
        duty=duty,
        follows=follows,
        beside=NumbersBeside.in_folder(start.state.secrets),
    )
    told = Told(process, found.host)
    words, more = CityBeats(SyncClient(first, joined.token)), partial(hall_vital, book.outbox, hall.beats)
    for line in (uplink, downlink):
        line.start()
    city = _telling_city(start, process, node, hall, book.streams, more)
    try:
        with beating(start, process, node, STANDBY, words, more=more), city:
            serve(hall, told.ready, process.stop, found.host, found.port, told.lan)
    finally:
        for line in (uplink, downlink):
            line.stop()
        words.close()
    return ExitCode.GOOD


@contextmanager
def _telling_city(
    start: Start, process: Process, node: str, hall: HallParts, own: InboundStreams, more: More
) -> Iterator[None]:
    """While this node serves alone it tells the city of itself, of the hall's machines, and what it copied of the first
    node's book, if it joined the city too."""
    log = process.log
    if not has_joined(start.state, STANDBY_AT_CITY, node):
        log.event("standby_not_in_city")
        yield
        return
    city = upstream(start, "city", STANDBY_AT_CITY, node, start.configuration.hall.city_url, log)
    line = CityBeats(SyncClient(city.route, city.token))
    alone = WhileServing(line, lambda: not hall.duty.quiet)
    copied = CopiedOutbox(hall.peer, reading_in(start.state.data("hall")), own, hall.ledger)
    uplink = CopiedUplink(node, copied, SyncClient(city.route, city.token), log, lambda: not hall.duty.quiet)
    uplink.start()
    try:
        with beating(start, process, node, STANDBY, alone, more=more, others=hall.beats.taken):
            yield
    finally:
        uplink.stop()
        line.close()


def _first(start: Start, process: Process, book: HallBook, joined: Membership) -> FirstNode:
    kept = memberships(start.state.secrets)

    def learned(nodes: tuple[NodeAddress, ...]) -> None:
        kept.change(partial(_with_nodes, joined, nodes))

    def revoked() -> None:
        book.erase()
        process.stop.set()

    gone = unless_joined_anew(start.state, joined, revoked, process.log)
    return FirstNode(joined.nodes, start.configuration.hall.primary_url.rstrip("/"), process.log, gone, learned)


def _with_nodes(joined: Membership, nodes: tuple[NodeAddress, ...], before: Memberships) -> Memberships:
    return before.with_nodes(joined.role, joined.id, nodes)
