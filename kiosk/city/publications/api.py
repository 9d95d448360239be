"""Routes of publishing: new versions, the list of them, a step back, a withdrawal; for a hall and for the city."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlalchemy import Connection

from kiosk.city.forms import HallId, Limit
from kiosk.city.publications import version_rows, wire
from kiosk.city.publications.kinds import RULES, Kind
from kiosk.city.publications.number_space import publish_numbers
from kiosk.city.publications.version_rows import New, halls_known
from kiosk.city.publications.versions import PublicationRefusal, Published, publish_in, roll_back, withdraw
from kiosk.city.refusals import Refused, refusal
from kiosk.city.staff.auditing import Deed, Visitor, audited
from kiosk.city.staff.door import Door, Who, for_act
from kiosk.city.staff.roles import ENTITLED, Act
from kiosk.sync import wire as sync_wire
from kiosk.sync.answers import NotNow

Number = Annotated[int, Path(ge=1, le=1 << 30)]
Work = Callable[[Connection, int], list[Published] | Refused]
Effect = Callable[[Connection, str, int], None]  # what else follows from a kind that changed in a scope


class Publishing:
    """The acts, each audited, each with what follows from it in other rooms."""

    def __init__(self, door: Door, effects: Mapping[Kind, Effect]) -> None:
        self._door = door
        self._effects = effects

    async def new(self, who: Visitor, kind: Kind, scope: str, body: wire.NewPublication) -> Response:
        work: Work = lambda c, now: self._new(c, who, kind, [scope], body, now)  # noqa: E731
        return self._one(await self._done(who, kind, scope, "publish", work))

    async def everywhere(self, who: Visitor, kind: Kind, body: wire.CityPublication) -> Response:
        def work(connection: Connection, now: int) -> list[Published] | Refused:
            return self._new(connection, who, kind, self._scopes(connection, kind, body.halls), body, now)

        return self._everywhere(await self._done(who, kind, "", "publish", work))

    async def numbers(self, who: Visitor, hall: str, body: wire.NumberSpace) -> Response:
        def work(connection: Connection, now: int) -> list[Published] | Refused:
            done = publish_numbers(connection, hall, body.version, body.numbers, who.name, now)
            return done if isinstance(done, Refused) else [done]

        return self._one(await self._done(who, Kind.HALL_SETTINGS, hall, "publish_numbers", work))

    async def back(self, who: Visitor, kind: Kind, scope: str, number: int) -> Response:
        def work(connection: Connection, now: int) -> list[Published] | Refused:
            done = roll_back(connection, kind, scope, number, now)
            return self._followed(connection, done if isinstance(done, Refused) else [done], now)

        return self._one(await self._done(who, kind, scope, f"roll_back:{number}", work))

    async def taken_back(self, who: Visitor, kind: Kind, scope: str, number: int) -> Response:
        def work(connection: Connection, now: int) -> list[Published] | Refused:
            done = withdraw(connection, kind, scope, number, who.name, now)
            if isinstance(done, Refused):
                return done
            return self._followed(connection, [] if done is None else [done], now)

        result = await self._done(who, kind, scope, f"withdraw:{number}", work)
        if not isinstance(result, list):
            return refusal(result, wire.TOLD)
        stands = wire.PublishedTold.of(result[0]) if result else None
        return sync_wire.answer(200, wire.Withdrawn(stands=stands))

    async def listed(self, kind: Kind, scope: str, limit: int) -> Response:
        rows = await self._door.store.read(lambda c: version_rows.versions(c, kind, scope, limit))
        if not isinstance(rows, list):
            return sync_wire.not_now(rows)
        return sync_wire.answer(200, wire.Versions(versions=[wire.VersionRow(**row) for row in rows]))

    async def body(self, kind: Kind, scope: str, number: int) -> Response:
        """Number 0: what stands."""

        def work(connection: Connection) -> wire.BodyTold | Refused:
            stored = version_rows.body_of(connection, kind, scope, number) if number else None
            found = stored if number else version_rows.standing_body(connection, kind, scope)
            return Refused(PublicationRefusal.UNKNOWN_VERSION) if found is None else wire.BodyTold(body=dict(found))

        found = await self._door.store.read(work)
        return sync_wire.answer(200, found) if isinstance(found, wire.BodyTold) else refusal(found, wire.TOLD)

    def _new(
        self, connection: Connection, who: Visitor, kind: Kind, scopes: list[str], body: wire.NewPublication, now: int
    ) -> list[Published] | Refused:
        new = New(kind, body.body, body.note, who.name)
        return self._followed(connection, publish_in(connection, scopes, new, now), now)

    def _scopes(self, connection: Connection, kind: Kind, halls: list[str] | None) -> list[str]:
        if not RULES[kind].of_a_hall:
            return [version_rows.CITY]
        return sorted(set(halls)) if halls is not None else halls_known(connection)

    def _followed(
        self, connection: Connection, done: list[Published] | Refused, now: int
    ) -> list[Published] | Refused:
        for one in done if isinstance(done, list) else ():
            effect = self._effects.get(one.kind)
            if effect is not None:
                effect(connection, one.scope, now)
        return done

    async def _done(
        self, who: Visitor, kind: Kind, scope: str, word: str, work: Work
    ) -> list[Published] | Refused | NotNow:
        if who.role not in ENTITLED[RULES[kind].act] or (who.hall and scope != who.hall):
            return Refused(PublicationRefusal.NOT_YOURS)
        now, deed = self._door.wall_ms(), Deed(RULES[kind].act, kind, scope, {"word": word})
        return await self._door.store.write(audited(who, deed, now, lambda connection: work(connection, now)))

    def _one(self, done: list[Published] | Refused | NotNow) -> Response:
        if not isinstance(done, list):
            return refusal(done, wire.TOLD)
        return sync_wire.answer(200, wire.PublishedTold.of(done[0]))

    def _everywhere(self, done: list[Published] | Refused | NotNow) -> Response:
        if not isinstance(done, list):
            return refusal(done, wire.TOLD)
        told = [wire.PublishedTold.of(one) for one in done]
        return sync_wire.answer(200, wire.PublishedEverywhere(published=told))


def publications_room(door: Door, effects: Mapping[Kind, Effect]) -> APIRouter:
    """`/v1/publications/…` for the city, `/v1/halls/{hall}/publications/…` for a hall."""
    router, acts = door.router("/v1", "publications"), Publishing(door, effects)
    _of_a_hall(router, acts)
    _of_the_city(router, acts)
    return router


def _of_a_hall(router: APIRouter, acts: Publishing) -> None:
    place = "/halls/{hall}/publications/{kind}"
    publishes = for_act(Act.HALL_PUBLISH, 404, 409, body_limit=wire.LARGEST)

    @router.post(place, response_model=wire.PublishedTold, **publishes)
    async def published(hall: HallId, kind: Kind, body: wire.NewPublication, who: Who) -> Response:
        """A new version for this hall, in force at once; a changed number space from the next business day on."""
        return await acts.new(who, kind, hall, body)

    @router.post("/halls/{hall}/number-space", response_model=wire.PublishedTold, **publishes)
    async def numbers(hall: HallId, body: wire.NumberSpace, who: Who) -> Response:
        """Other numbers for this hall's queues, from its next business day on."""
        return await acts.numbers(who, hall, body)

    @router.get(place, response_model=wire.Versions, **for_act(Act.PUBLICATION_READ))
    async def listed(hall: HallId, kind: Kind, limit: Limit = 50) -> Response:
        """Every version of a kind, the newest first."""
        return await acts.listed(kind, hall, limit)

    @router.get(f"{place}/standing", response_model=wire.BodyTold, **for_act(Act.PUBLICATION_READ, 404))
    async def stands(hall: HallId, kind: Kind) -> Response:
        """The body that stands now."""
        return await acts.body(kind, hall, 0)

    @router.get(f"{place}/{{number}}", response_model=wire.BodyTold, **for_act(Act.PUBLICATION_READ, 404))
    async def one(hall: HallId, kind: Kind, number: Number) -> Response:
        """The body of one version."""
        return await acts.body(kind, hall, number)

    @router.post(f"{place}/{{number}}/roll-back", response_model=wire.PublishedTold, **publishes)
    async def back(hall: HallId, kind: Kind, number: Number, who: Who) -> Response:
        """This earlier version stands again."""
        return await acts.back(who, kind, hall, number)

    @router.post(f"{place}/{{number}}/withdrawal", response_model=wire.Withdrawn, **publishes)
    async def taken_back(hall: HallId, kind: Kind, number: Number, who: Who) -> Response:
        """Takes a version back for good; when it stands, the newest before it does."""
        return await acts.taken_back(who, kind, hall, number)


def _of_the_city(router: APIRouter, acts: Publishing) -> None:
    place = "/publications/{kind}"
    publishes = for_act(Act.CITY_PUBLISH, 404, 409, body_limit=wire.LARGEST)

    @router.post(place, response_model=wire.PublishedEverywhere, **publishes)
    async def published(kind: Kind, body: wire.CityPublication, who: Who) -> Response:
        """A new version for the city, or for many halls at once: for all of them or for none."""
        return await acts.everywhere(who, kind, body)

    @router.get(place, response_model=wire.Versions, **for_act(Act.PUBLICATION_READ))
    async def listed(kind: Kind, limit: Limit = 50) -> Response:
        """Every version of a kind of the city (calendar, booking rules)."""
        return await acts.listed(kind, version_rows.CITY, limit)

    @router.get(f"{place}/{{number}}", response_model=wire.BodyTold, **for_act(Act.PUBLICATION_READ, 404))
    async def one(kind: Kind, number: Number) -> Response:
        """The body of one version of the city's."""
        return await acts.body(kind, version_rows.CITY, number)

    @router.post(f"{place}/{{number}}/roll-back", response_model=wire.PublishedTold, **publishes)
    async def back(kind: Kind, number: Number, who: Who) -> Response:
        """This earlier version stands again."""
        return await acts.back(who, kind, version_rows.CITY, number)

    @router.post(f"{place}/{{number}}/withdrawal", response_model=wire.Withdrawn, **publishes)
    async def taken_back(kind: Kind, number: Number, who: Who) -> Response:
        """Takes a version of the city's back for good."""
        return await acts.taken_back(who, kind, version_rows.CITY, number)
