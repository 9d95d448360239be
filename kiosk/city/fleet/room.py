"""The fleet's room: heartbeats from the nodes, alarms and states for the staff, and the watch for silent nodes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from kiosk.city.chores import Chore, chores_router
from kiosk.city.fleet import alarms, wire
from kiosk.city.fleet.hearing import Heard, notice_silent
from kiosk.city.fleet.registry_api import add_registry
from kiosk.city.fleet.together import Together
from kiosk.city.forms import After, AskedHall, Done, HallId, Limit
from kiosk.city.outside import Outside
from kiosk.city.records import Found
from kiosk.city.refusals import refusal
from kiosk.city.staff.auditing import Deed, Visitor, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.roles import Act
from kiosk.ports.log import Log
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import Forbidden, NotNow
from kiosk.sync.heartbeat import BeatsOnWire

AlarmPath = Annotated[str, Path(max_length=40, pattern=r"^[0-9a-f-]+$")]
_OTHER_NODE = Forbidden("other_node", "Only a hall tells of other machines.")
_OTHER_HALL = Forbidden("other_hall", "This token belongs to another hall.")


def fleet_room(door: Door, outside: Outside, log: Log) -> APIRouter:
    """`/v1/fleet/…`, `/v1/halls`, `/v1/halls/{hall}/terminals`, `/v1/halls/{hall}/enrolment-codes`, `/v1/alarms`."""

    async def watch() -> bool | NotNow:
        return await door.store.write(lambda connection: notice_silent(connection, outside.wall_ms()))

    router = door.router("/v1", "fleet")
    _add_beats(router, door)
    _add_alarms(router, door)
    add_registry(router, door)
    whole = APIRouter()
    whole.include_router(router)
    whole.include_router(chores_router([Chore("silent_nodes", 5, watch)], outside, log))
    return whole


def _add_beats(router: APIRouter, door: Door) -> None:
    together = Together(door.store, door.wall_ms)

    @router.post("/fleet/heartbeats", response_model=Done, **for_act(Act.HEARTBEAT))
    async def beats(body: BeatsOnWire, who: Who) -> Response:
        """Every ten seconds. A node tells of itself; a hall also of the machines below it, and so does its standby."""
        heard = [Heard(who.hall, wire.beat_of(one)) for one in body.beats]
        if not _may_tell(who, {one.beat.node for one in heard}):
            return sync_wire.not_now(_OTHER_NODE)
        failure = await together.hear(heard)
        return sync_wire.answer(200, Done()) if failure is None else sync_wire.not_now(failure)

    @router.get("/fleet/nodes", response_model=wire.Nodes, **for_act(Act.FLEET_READ))
    async def nodes(who: Who, hall: AskedHall = "") -> Response:
        """How every node is."""
        if not who.belongs_to(hall or who.hall):
            return sync_wire.not_now(_OTHER_HALL)
        rows = await door.store.read(lambda connection: alarms.nodes(connection, hall or who.hall))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Nodes(nodes=[wire.NodeRow(**row) for row in rows]))


def _may_tell(who: Visitor, of: set[str]) -> bool:
    """A standby tells of everybody but the node that it stands in for."""
    if who.stands_in:
        return who.hall not in of
    return who.name == who.hall or of == {who.name}


def _add_alarms(router: APIRouter, door: Door) -> None:
    @router.get("/alarms", response_model=wire.Alarms, **for_act(Act.FLEET_READ))
    async def listed(
        who: Who,
        hall: AskedHall = "",
        past: Annotated[bool, Query(description="Those that are over too.")] = False,
        after: After = "",
        limit: Limit = 100,
    ) -> Response:
        """What is wrong, the newest first."""
        if not who.belongs_to(hall or who.hall):
            return sync_wire.not_now(_OTHER_HALL)
        found = await door.store.read(lambda c: alarms.alarms(c, hall or who.hall, past, after, limit))
        if not isinstance(found, Found):
            return sync_wire.not_now(found)
        rows = [wire.AlarmRow(**row) for row in found.rows]
        return sync_wire.answer(200, wire.Alarms(rows=rows, next=found.next))

    @router.post(
        "/halls/{hall}/alarms/{alarm_id}/acknowledge", response_model=Done, **for_act(Act.ALARM_ACKNOWLEDGE, 404)
    )
    async def acknowledged(hall: HallId, alarm_id: AlarmPath, who: Who) -> Response | Done:
        """Somebody has seen it; it stays until its cause is gone."""
        now, deed = door.wall_ms(), Deed(Act.ALARM_ACKNOWLEDGE, alarm_id, hall)
        work = audited(who, deed, now, lambda c: alarms.acknowledge(c, hall, alarm_id, who.name, now))
        failure = await door.store.write(work)
        return Done() if failure is None else refusal(failure, wire.TOLD)
