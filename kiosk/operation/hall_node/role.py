"""The hall's node: the live queue, its doors, and its own lines to the city."""

from __future__ import annotations

from kiosk.domain.numbering import Issuer
from kiosk.hall.server import serve
from kiosk.hall.service import HallParts
from kiosk.operation.clock import SystemClock
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.hall_node.book import HallBook, OpenBook
from kiosk.operation.hall_node.doors import Doors, doors
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
        return _served(start, process, clock, book, found)
    finally:
        book.close()


def _served(start: Start, process: Process, clock: SystemClock, book: HallBook, found: Doors) -> int:
    node, log = start.configuration.hall.id, process.log
    city = upstream(start, "city", "hall", node, start.configuration.hall.city_url, log, book.erase)
    uplink = Uplink(node, book.outbox, SyncClient(city.route, city.token), log, idle_s=LOOKS_UP_S)
    below = HeldFeed(city.route, city.token)
    downlink = HeldDownlink(book.cache, SyncClient(city.route, city.token), below, log)
    members, ids = hall_members(start.state, log), Uuid7()
    issuer = Issuer.STANDBY if start.configuration.hall.role == "standby" else Issuer.SEQUENCER
    parts = HallParts(node, book.ledger, book.streams, book.cache, clock, ids, members, log, issuer, found.lan)
    for line in (uplink, downlink):
        line.start()
    told = Told(process, found.host)
    try:
        serve(parts, told.ready, process.stop, found.host, found.port, told.lan)
    finally:
        for line in (uplink, downlink):
            line.stop()
    return ExitCode.GOOD


class Told:
    """Says in the ready file where the doors are: `port` for this machine, `url` for the others."""

    def __init__(self, process: Process, host: str) -> None:
        self._process, self._host, self._url = process, host, ""

    def lan(self, url: str) -> None:
        self._url = url

    def ready(self, port: int) -> None:
        others = {"url": self._url} if self._url else {}
        self._process.ready(host=self._host, port=port, **others)
