"""Routes for accounts and booking channels, for whoever keeps them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from kiosk.city.forms import Done, PathIdentity
from kiosk.city.refusals import refusal
from kiosk.city.staff import people, wire
from kiosk.city.staff.auditing import Deed, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.passwords import one_time_password
from kiosk.city.staff.people import Account, Told
from kiosk.city.staff.roles import Act
from kiosk.city.staff.signing_in import Passwords
from kiosk.sync import wire as sync_wire

AccountPath = Annotated[str, Path(max_length=32, pattern=r"^[a-z][a-z0-9.-]*$")]


def add_accounts(router: APIRouter, door: Door, passwords: Passwords) -> None:
    @router.get("/staff", response_model=wire.Accounts, **for_act(Act.STAFF_READ))
    async def accounts(who: Who) -> Response:
        """Everybody, or everybody of the own hall."""
        rows = await door.store.read(lambda connection: people.accounts(connection, who.hall))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Accounts(accounts=[wire.AccountRow(**row) for row in rows]))

    @router.post("/staff", response_model=wire.OneTime, status_code=201, **for_act(Act.STAFF_CHANGE, 404, 409))
    async def made(body: wire.NewAccount, who: Who) -> Response:
        """A new account with a one-time password, which is told now and never again."""
        password = one_time_password()
        stored = await passwords.hash(password)
        if not isinstance(stored, str):
            return sync_wire.not_now(stored)
        now, wanted = door.wall_ms(), Account(body.name, body.role, body.hall)
        deed = Deed(Act.STAFF_CHANGE, body.name, body.hall, {"role": body.role.value})
        work = audited(who, deed, now, lambda c: people.make_account(c, who, wanted, stored, now))
        return _told(await door.store.write(work), password)

    @router.patch("/staff/{name}", response_model=Done, **for_act(Act.STAFF_CHANGE, 404, 409))
    async def changed(name: AccountPath, body: wire.AccountChange, who: Who) -> Response | Done:
        """Another role or hall, or the account closed. Sessions of the account end."""
        change = body.model_dump(exclude_none=True, mode="json")
        now, deed = door.wall_ms(), Deed(Act.STAFF_CHANGE, name, detail=change)
        work = audited(who, deed, now, lambda c: people.change_account(c, who, name, change) if change else None)
        return _done(await door.store.write(work))

    @router.post("/staff/{name}/password", response_model=wire.OneTime, **for_act(Act.STAFF_CHANGE, 404))
    async def reset(name: AccountPath, who: Who) -> Response:
        """A new one-time password; it also ends a rest after wrong ones, and every session."""
        password = one_time_password()
        stored = await passwords.hash(password)
        if not isinstance(stored, str):
            return sync_wire.not_now(stored)
        deed = Deed(Act.STAFF_CHANGE, name, detail={"password": "reset"})
        work = audited(who, deed, door.wall_ms(), lambda c: people.reset_password(c, who, name, stored))
        failure = await door.store.write(work)
        return _told(Told(name, ""), password, 200) if failure is None else refusal(failure, wire.TOLD)

    _add_channels(router, door)


def _add_channels(router: APIRouter, door: Door) -> None:
    @router.get("/channels", response_model=wire.Channels, **for_act(Act.CHANNEL_CHANGE))
    async def channels() -> Response:
        """What may book for people."""
        rows = await door.store.read(people.channels)
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Channels(channels=[wire.ChannelRow(**row) for row in rows]))

    @router.post("/channels", response_model=wire.ChannelToken, status_code=201, **for_act(Act.CHANNEL_CHANGE, 409))
    async def made(body: wire.NewChannel, who: Who) -> Response:
        """A new channel with its token, which is told now and never again."""
        now, deed = door.wall_ms(), Deed(Act.CHANNEL_CHANGE, body.name)
        work = audited(who, deed, now, lambda c: people.make_channel(c, who, body.name, now))
        made = await door.store.write(work)
        if not isinstance(made, Told):
            return refusal(made, wire.TOLD)
        return sync_wire.answer(201, wire.ChannelToken(name=made.name, token=made.once), {"cache-control": "no-store"})

    @router.delete("/channels/{name}", response_model=Done, **for_act(Act.CHANNEL_CHANGE, 404))
    async def revoked(name: PathIdentity, who: Who) -> Response | Done:
        """Its token is good no longer."""
        now, deed = door.wall_ms(), Deed(Act.CHANNEL_CHANGE, name, detail={"revoked": True})
        return _done(await door.store.write(audited(who, deed, now, lambda c: people.revoke_channel(c, name, now))))


def _told(made: object, password: str, status: int = 201) -> Response:
    if not isinstance(made, Told):
        return refusal(made, wire.TOLD)  # type: ignore[arg-type]
    return sync_wire.answer(status, wire.OneTime(name=made.name, password=password), {"cache-control": "no-store"})


def _done(failure: object) -> Response | Done:
    return Done() if failure is None else refusal(failure, wire.TOLD)  # type: ignore[arg-type]


