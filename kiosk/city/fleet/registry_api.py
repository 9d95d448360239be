"""Routes for halls, terminals, enrolment codes and who joined by them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from kiosk.city.fleet import codes, joined, registry, wire
from kiosk.city.fleet.codes import Code, NodeRole
from kiosk.city.forms import Done, HallId, Limit, PathIdentity
from kiosk.city.refusals import Refused, refusal
from kiosk.city.staff.auditing import Deed, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.roles import Act
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import NotNow

CodePath = Annotated[str, Path(max_length=40, pattern=r"^[0-9a-f-]+$")]


def add_registry(router: APIRouter, door: Door) -> None:
    _add_halls(router, door)
    _add_terminals(router, door)
    _add_codes(router, door)
    _add_joined(router, door)


def _add_halls(router: APIRouter, door: Door) -> None:
    @router.get("/halls", response_model=wire.Halls, **for_act(Act.FLEET_READ))
    async def listed(who: Who) -> Response:
        """Every hall, or the own one."""
        rows = await door.store.read(registry.halls)
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        mine = [wire.HallRow(**row) for row in rows if who.belongs_to(row["hall"])]
        return sync_wire.answer(200, wire.Halls(halls=mine))

    @router.post("/halls", response_model=Done, status_code=201, **for_act(Act.HALL_CHANGE, 409))
    async def added(body: wire.NewHall, who: Who) -> Response:
        """A new hall with its own feed and keys. Its settings are published next."""
        now, deed = door.wall_ms(), Deed(Act.HALL_CHANGE, body.hall, body.hall)
        name, address = wire.text(body.name), wire.text(body.address)
        work = audited(who, deed, now, lambda c: registry.add_hall(c, body.hall, name, address, who.name, now))
        return _done(await door.store.write(work), 201)

    @router.put("/halls/{hall}", response_model=Done, **for_act(Act.HALL_CHANGE, 404))
    async def described(hall: HallId, body: wire.HallPlace, who: Who) -> Response:
        """A hall's name and address."""
        now, deed = door.wall_ms(), Deed(Act.HALL_CHANGE, hall, hall)
        name, address = wire.text(body.name), wire.text(body.address)
        work = audited(who, deed, now, lambda c: registry.describe_hall(c, hall, name, address, who.name, now))
        return _done(await door.store.write(work))


def _add_terminals(router: APIRouter, door: Door) -> None:
    @router.get("/halls/{hall}/terminals", response_model=wire.Terminals, **for_act(Act.FLEET_READ))
    async def listed(hall: HallId) -> Response:
        """A hall's terminals with the letters that they give numbers under when they are cut off."""
        now = door.wall_ms()
        rows = await door.store.read(lambda connection: registry.terminals(connection, hall, now))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        told = [wire.TerminalRow(**{k: v for k, v in row.items() if k != "hall"}) for row in rows]
        return sync_wire.answer(200, wire.Terminals(terminals=told))

    @router.put("/halls/{hall}/terminals/{terminal}", response_model=Done, **for_act(Act.TERMINAL_CHANGE, 404))
    async def put(hall: HallId, terminal: PathIdentity, body: wire.TerminalPlace, who: Who) -> Response:
        """Where a terminal stands; new or changed. A retired one is in service again."""
        now, deed, where = door.wall_ms(), Deed(Act.TERMINAL_CHANGE, terminal, hall), wire.text(body.place)
        work = audited(
            who, deed, now, lambda c: registry.put_terminal(c, hall, terminal, where, body.machine, who.name, now)
        )
        return _done(await door.store.write(work))

    @router.delete("/halls/{hall}/terminals/{terminal}", response_model=Done, **for_act(Act.TERMINAL_CHANGE, 404))
    async def retired(hall: HallId, terminal: PathIdentity, who: Who) -> Response:
        """Out of service for good; its records stay."""
        now, deed = door.wall_ms(), Deed(Act.TERMINAL_CHANGE, terminal, hall, {"retired": True})
        work = audited(who, deed, now, lambda c: registry.retire_terminal(c, hall, terminal, now))
        return _done(await door.store.write(work))


def _add_codes(router: APIRouter, door: Door) -> None:
    place = "/halls/{hall}/enrolment-codes"

    @router.get(place, response_model=wire.Codes, **for_act(Act.ENROL))
    async def listed(hall: HallId, limit: Limit = 100) -> Response:
        """The codes that were issued, the newest first; never a code itself."""
        rows = await door.store.read(lambda connection: codes.codes(connection, hall, limit))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Codes(codes=[wire.CodeRow(**row) for row in rows]))

    @router.post(place, response_model=wire.CodeTold, status_code=201, **for_act(Act.ENROL, 404, 409))
    async def issued(hall: HallId, body: wire.NewCode, who: Who) -> Response:
        """A one-time code for one machine, good for half an hour."""
        now, deed = door.wall_ms(), Deed(Act.ENROL, f"{body.role.value}/{body.node}", hall)
        work = audited(who, deed, now, lambda c: codes.issue_code(c, hall, body.role, body.node, who.name, now))
        code = await door.store.write(work)
        if not isinstance(code, Code):
            return refusal(code, wire.TOLD)
        told = wire.CodeTold(code_id=code.code_id, code=code.once, expires_ms=code.expires_ms)
        return sync_wire.answer(201, told, {"cache-control": "no-store"})

    @router.delete(f"{place}/{{code_id}}", response_model=Done, **for_act(Act.ENROL, 404))
    async def revoked(hall: HallId, code_id: CodePath, who: Who) -> Response:
        """The code is good no longer."""
        now, deed = door.wall_ms(), Deed(Act.ENROL, code_id, hall, {"revoked": True})
        work = audited(who, deed, now, lambda c: codes.revoke_code(c, hall, code_id, now))
        return _done(await door.store.write(work))


def _add_joined(router: APIRouter, door: Door) -> None:
    @router.get("/halls/{hall}/joined-nodes", response_model=wire.Joined, **for_act(Act.FLEET_READ))
    async def listed(hall: HallId) -> Response:
        """Which nodes of the hall joined the city by a code, and which were sent away."""
        rows = await door.store.read(lambda connection: joined.joined(connection, hall))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Joined(nodes=[wire.JoinedRow(**row) for row in rows]))

    @router.delete("/halls/{hall}/joined-nodes/{role}/{node}", response_model=Done, **for_act(Act.SEND_AWAY, 404))
    async def sent_away(hall: HallId, role: NodeRole, node: PathIdentity, who: Who) -> Response:
        """Its token is good no longer: it hears so with its next request, and erases what it stored."""
        now, deed = door.wall_ms(), Deed(Act.SEND_AWAY, f"{role.value}/{node}", hall)
        work = audited(who, deed, now, lambda c: joined.send_away(c, hall, role, node, now))
        return _done(await door.store.write(work))


def _done(failure: Refused | NotNow | None, status: int = 200) -> Response:
    return sync_wire.answer(status, Done()) if failure is None else refusal(failure, wire.TOLD)
