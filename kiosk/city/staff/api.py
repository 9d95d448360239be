"""The staff's own routes: signing in and out, the own password, accounts, channels and the audit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Response

from kiosk.city.forms import After, Done, HallId, Limit
from kiosk.city.records import Found
from kiosk.city.refusals import Refused, refusal
from kiosk.city.staff import auditing, sessions, wire
from kiosk.city.staff.accounts_api import add_accounts
from kiosk.city.staff.auditing import Deed, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.passwords import PasswordProblem, password_problem
from kiosk.city.staff.people import set_own_password
from kiosk.city.staff.roles import Act
from kiosk.city.staff.sessions import Session
from kiosk.city.staff.signing_in import Passwords, sign_in
from kiosk.sync import wire as sync_wire


def staff_room(door: Door) -> APIRouter:
    """`/v1/sign-in`, `/v1/session`, `/v1/staff`, `/v1/channels`, `/v1/audit`."""
    passwords = Passwords()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        passwords.close()

    whole = APIRouter(lifespan=life)
    router = door.router("/v1", "staff")
    _add_sessions(router, door, passwords)
    add_accounts(router, door, passwords)
    _add_audit(router, door)
    whole.include_router(router)
    return whole


def _add_sessions(router: APIRouter, door: Door, passwords: Passwords) -> None:
    @router.post("/sign-in", response_model=wire.SessionTold, **for_act(Act.SIGN_IN))
    async def signed_in(body: wire.SignIn) -> Response:
        """A token for a name and a password. Five wrong passwords, and the account rests for 15 minutes."""
        return _session(await sign_in(door.store, passwords, body.name, body.password, door.wall_ms))

    @router.post("/session/renewal", response_model=wire.SessionTold, **for_act(Act.OWN_SESSION))
    async def renewed(who: Who) -> Response:
        """A new token for this one, which ends. Possible for 12 hours after the password."""
        now = door.wall_ms()
        return _session(await door.store.write(lambda connection: sessions.renew(connection, who, now)))

    @router.get("/session", response_model=wire.Self, **for_act(Act.OWN_SESSION))
    async def self(who: Who) -> wire.Self:
        """Whose token this is."""
        return wire.Self(name=who.name, role=who.role, hall=who.hall)

    @router.delete("/session", response_model=Done, **for_act(Act.SIGN_OUT))
    async def signed_out(who: Who) -> Response | Done:
        """Ends this session."""
        now = door.wall_ms()
        work = audited(who, Deed(Act.SIGN_OUT), now, lambda connection: sessions.sign_out(connection, who))
        failure = await door.store.write(work)
        return Done() if failure is None else sync_wire.not_now(failure)

    @router.post("/session/password", response_model=Done, **for_act(Act.OWN_PASSWORD))
    async def own_password(body: wire.OwnPassword, who: Who) -> Response | Done:
        """Sets the own password; every other session of this account ends."""
        problem: PasswordProblem | None = password_problem(body.password, who.name)
        if problem is not None:
            return refusal(Refused(problem), wire.TOLD)
        stored = await passwords.hash(body.password)
        if not isinstance(stored, str):
            return sync_wire.not_now(stored)
        now, deed = door.wall_ms(), Deed(Act.OWN_PASSWORD, who.name)
        failure = await door.store.write(audited(who, deed, now, lambda c: set_own_password(c, who, stored)))
        return Done() if failure is None else sync_wire.not_now(failure)


def _session(result: object) -> Response:
    if isinstance(result, Session):
        told = wire.SessionTold(
            token=result.token,
            name=result.name,
            role=result.role,
            hall=result.hall,
            expires_ms=result.expires_ms,
            must_change=result.must_change,
        )
        return sync_wire.answer(200, told, {"cache-control": "no-store"})
    return refusal(result, wire.TOLD)  # type: ignore[arg-type]


def _add_audit(router: APIRouter, door: Door) -> None:
    @router.get("/audit", response_model=wire.AuditPage, **for_act(Act.AUDIT_READ))
    async def audit(who: Who, after: After = "", limit: Limit = 100) -> Response:
        """Every act of the staff, the newest first; of the own hall, for whoever belongs to one."""
        return await page(who.hall, after, limit)

    @router.get("/halls/{hall}/audit", response_model=wire.AuditPage, **for_act(Act.AUDIT_READ))
    async def audit_of_a_hall(hall: HallId, after: After = "", limit: Limit = 100) -> Response:
        """A hall's acts, the newest first."""
        return await page(hall, after, limit)

    async def page(hall: str, after: str, limit: int) -> Response:
        found = await door.store.read(lambda connection: auditing.audit_page(connection, hall, after, limit))
        if not isinstance(found, Found):
            return sync_wire.not_now(found)
        rows = [wire.AuditRow(**row) for row in found.rows]
        return sync_wire.answer(200, wire.AuditPage(rows=rows, next=found.next))
