"""A hall whose line was cut for days: what it owes goes up within seconds of the line's return."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kiosk.domain.events import Event
from kiosk.ports.log import NoLog
from kiosk.sync.client import Limits, SyncClient
from kiosk.sync.uplink import Uplink
from offline_cache.hall_ledger import HallLedger
from offline_cache.outbox import Outbox
from tests.city.running import visit
from tests.proof.load.cities import loaded_city
from tests.proof.load.city_node import hall_name
from tests.proof.load.part import Extent, Part
from tests.sync.upstream import file_at

BOUND_S = 10.0
_LIMIT_S = 120.0


def drain(folder: Path, extent: Extent) -> Part:
    part = Part("a drain", extent)
    owed = extent.of(12_000, 500)
    with loaded_city(folder, halls=1, nodes=0, extent=extent) as city:
        file = file_at(folder / "hall.sqlite")
        ledger, outbox = HallLedger(file), Outbox(file)
        events = list(islice(_day(), owed))
        for at in range(0, owed, 64):
            ledger.append(events[at : at + 64])
        client = SyncClient(lambda: f"http://127.0.0.1:{city.port}", hall_name(0), Limits())
        uplink = Uplink(hall_name(0), outbox, client, NoLog())
        before, begun = outbox.backlog(), time.monotonic()
        while outbox.backlog() and time.monotonic() < begun + _LIMIT_S:
            uplink.turn()
        took, left = time.monotonic() - begun, outbox.backlog()
        uplink.stop()
        file.close()
    part.goal(
        f"{owed:,} owed events", took, BOUND_S, "s", f"{before / took:,.0f} /s, projected and stored on {city.ground}"
    )
    part.hold(left == 0, f"{left} events are still owed")
    return part


def _day() -> Iterator[Event]:
    """Whole visits, one after the other."""
    number = 0
    while True:
        number += 1
        yield from visit(f"t-{number}", f"A{number % 1000:03d}")
