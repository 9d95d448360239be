"""The city's web application: every room's router, typed errors, and its health."""

from __future__ import annotations

from fastapi import FastAPI, Response
from pydantic import BaseModel

from kiosk.city import records
from kiosk.city.rooms import ROUTERS, Parts
from kiosk.sync import wire
from kiosk.sync.contract import VERSION, Trouble
from kiosk.sync.typed_errors import install_typed_errors


class Health(BaseModel):
    """`version` is the sync contract's."""

    role: str = "city"
    version: int = VERSION
    halls: list[str]
    status: str = "ready"


def city_app(parts: Parts) -> FastAPI:
    """The web application; its pages of documentation are left out because they load from elsewhere."""
    app = FastAPI(title="City queue service", version=str(VERSION), docs_url=None, redoc_url=None)
    install_typed_errors(app, parts.log)
    for router in ROUTERS:
        app.include_router(router(parts))
    if parts.lan is not None:
        from kiosk.city.gate import CityGate  # a city of one machine loads none of it
        from kiosk.city.lan import joining_rooms

        app.add_middleware(CityGate)
        for joining in joining_rooms(parts.lan, parts.door, parts.log):
            app.include_router(joining)

    @app.get("/v1/health", response_model=Health, responses={503: {"model": Trouble}}, tags=["health"])
    async def health() -> Response:
        halls = await parts.store.read(records.halls)
        return wire.answer(200, Health(halls=halls)) if isinstance(halls, list) else wire.not_now(halls)

    return app
