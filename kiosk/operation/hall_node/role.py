"""The hall's first node: the live queue, its doors, and its own lines to the city."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kiosk.hall.duty import ServesFirst
from kiosk.hall.lan import STANDBY, has_second
from kiosk.hall.numbers_beside import NumbersBeside
from kiosk.hall.server import serve
from kiosk.hall.service import HallParts
from kiosk.operation.beating import CityBeats, beating, hall_vital
from kiosk.operation.clock import SystemClock
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.hall_node.book import HallBook, OpenBook
from kiosk.operation.hall_node.broken_book import ONLY_A_START_MENDS, BrokenBook
from kiosk.operation.hall_node.doors import Doors, doors
from kiosk.operation.hall_node.told import Told
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.upstreams import upstream
from kiosk.operation.uuid7 import Uuid7
from kiosk.operation.wiring import hall_members
from kiosk.ports.ledger import LedgerFailure
from kiosk.sync.client import SyncClient
from kiosk.sync.held_client import HeldFeed
from kiosk.sync.held_downlink import HeldDownlink
from kiosk.sync.uplink import Uplink
from kiosk.trust.node_key import NodeKeyProblem

LOOKS_UP_S = 1.0  # a hall owes the city something all day long


def live_as_hall(start: Start, process: Process, open_book: OpenBook) -> int:
    log, clock = process.log, SystemClock()
    found = doors(start)
    if isinstance(found, NodeKeyProblem):
        log.event("node_key_unusable", reason=found.value)
        return ExitCode.FAILED
    book = open_book(start, "hall", clock, log)
    if isinstance(book, LedgerFailure):
        log.event("server_not_started", reason=book.value)
        return ExitCode.FAILED
    try:
        unusable = book.probe()
        if unusable in ONLY_A_START_MENDS:  # no door is opened: the second node serves on
            log.event("server_not_started", reason=unusable.value)
            return ExitCode.FAILED
        with BrokenBook(book, process.stop, log) as broken:
            code = _lived(start, process, clock, book, found)
        return broken.code(code)
    finally:
        book.close()


def _lived(start: Start, process: Process, clock: SystemClock, book: HallBook, found: Doors) -> int:
    if start.configuration.hall.role != STANDBY:
        return _served(start, process, clock, book, found)
    from kiosk.operation.hall_node.standby import serve_as_standby

    return serve_as_standby(start, process, clock, book, found)


def _served(start: Start, process: Process, clock: SystemClock, book: HallBook, found: Doors) -> int:
    node, log = start.configuration.hall.id, process.log
    city = upstream(start, "city", "hall", node, start.configuration.hall.city_url, log, book.erase)
    uplink = Uplink(node, book.outbox, SyncClient(city.route, city.token), log, idle_s=LOOKS_UP_S)
    below = HeldFeed(city.route, city.token)
    downlink = HeldDownlink(book.cache, SyncClient(city.route, city.token), below, log)
    members, ids = hall_members(start.state, log), Uuid7()
    parts = HallParts(
        node,
        book.ledger,
        book.streams,
        book.cache,
        clock,
        ids,
        members,
        log,
        book=book.name,
        lan=found.lan,
        quarantined=book.quarantine.count,
        owes=book.outbox.backlog,
        beside=NumbersBeside.in_folder(start.state.secrets),
        probe=book.probe,
    )
    if found.lan is not None:
        parts = replace(parts, duty=ServesFirst(partial(has_second, found.lan), log))
    for line in (uplink, downlink):
        line.start()
    told, words = Told(process, found.host), CityBeats(SyncClient(city.route, city.token))
    try:
        more = partial(hall_vital, book.outbox, parts.beats)
        with beating(start, process, node, "hall", words, more=more, others=parts.beats.taken):
            serve(parts, told.ready, process.stop, found.host, found.port, told.lan)
    finally:
        for line in (uplink, downlink):
            line.stop()
        words.close()
    return ExitCode.GOOD
