"""A ticket that this hall has not heard of, over HTTP: by the code on its paper, or by its label on a clerk's word."""

from __future__ import annotations

import asyncio
import base64
import binascii
import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.signed_ticket import TicketData, verify
from kiosk.hall.core.answers import Adopted, AdoptRefusal, AdoptRefused
from kiosk.hall.core.commands import AdoptScanned, AdoptTyped
from kiosk.hall.core.telling import Role
from kiosk.hall.http.gate import member_of, not_for
from kiosk.hall.http.replies import documented, trouble, unavailable, value
from kiosk.hall.service import Hall
from kiosk.hall.work import Unavailability, Unavailable
from kiosk.ports.ledger import Cache, LedgerError

SENTENCES = {
    AdoptRefusal.UNREADABLE: "This is no ticket's code of this hall.",
    AdoptRefusal.NO_KEY: "The hall has not got its ticket key from the city yet.",
    AdoptRefusal.OTHER_DAY: "This ticket was taken on another day.",
    AdoptRefusal.VOID: "This number was given up by its own terminal.",
    AdoptRefusal.NOT_OF_THIS_HALL: "No issuer of this hall gives such a number today.",
    AdoptRefusal.LETTER_OF_ANOTHER: "This number's letter belongs to another terminal.",
    AdoptRefusal.LABEL_IN_USE: "Somebody else has this number.",
    AdoptRefusal.NOT_KNOWN: "The hall has not got this number; it was only asked.",
    AdoptRefusal.NEVER_GIVEN: "The hall has not given this number today; it was only asked.",
    AdoptRefusal.SIGNATURE_NEEDED: "A terminal takes a ticket in by its code only.",
    AdoptRefusal.NOT_SIGNED_IN: "A number without its code needs a clerk who is signed in.",
    AdoptRefusal.HALL_TOO_OLD: "This hall's version takes numbers in and cannot only look them up.",
}


class Paper(BaseModel):
    """What stands on a ticket's paper: `code` when it can be scanned, else `label`; one of the two."""

    model_config = ConfigDict(frozen=True)

    code: Annotated[str, Field(max_length=1024)] = ""
    label: Annotated[str, Field(max_length=20)] = ""
    only_ask: bool = Field(default=False, description="of a label: as `look-up`, which older halls do not mistake")


class Label(BaseModel):
    """What a clerk reads from a paper."""

    model_config = ConfigDict(frozen=True)

    label: Annotated[str, Field(min_length=1, max_length=20)]


def adopting_router(hall: Hall) -> APIRouter:
    router = APIRouter(prefix="/v1/tickets", tags=["tickets"])

    @router.post("/adopt", response_model=Adopted, responses=documented(409))
    async def adopt(request: Request, paper: Paper) -> Response:
        """Takes a ticket in that the hall has not heard of, at its time of arrival; a known one is shown."""
        return not_for(request, Role.TERMINAL, Role.CALLER) or await _adopt(hall, request, paper)

    @router.post("/look-up", response_model=Adopted, responses=documented(409))
    async def look_up(request: Request, asked: Label) -> Response:
        """Says what the hall has of a number and takes nothing in. A path of its own: a field would be passed over by
        an older hall, which would take the number in."""
        paper = Paper(label=asked.label, only_ask=True)
        return not_for(request, Role.CALLER) or await _adopt(hall, request, paper)

    return router


async def _adopt(hall: Hall, request: Request, paper: Paper) -> Response:
    member = member_of(request)
    counter = member.id if member.role is Role.CALLER else ""
    if bool(paper.code) == bool(paper.label):
        return trouble(422, "malformed", "One of 'code' and 'label' is needed.")
    if paper.label:
        return _answered(await hall.do(AdoptTyped(written(paper.label), counter, paper.only_ask)))
    read = await asyncio.to_thread(_read, hall.parts.cache, paper.code)
    if not isinstance(read, TicketData):
        return unavailable(read) if isinstance(read, Unavailable) else _refused(read)
    return _answered(await hall.do(AdoptScanned(read, counter)))


def written(label: str) -> str:
    """As a person may type it: small letters, wide ones, blanks."""
    return "".join(unicodedata.normalize("NFKC", label).upper().split())


def _read(cache: Cache, code: str) -> TicketData | AdoptRefusal | Unavailable:
    """Under every ticket key that stands: paper of this morning may carry the one before."""
    try:
        keys = [base64.b64decode(str((change.body or {}).get("key", ""))) for change in cache.every("ticket_key")]
    except (LedgerError, binascii.Error):
        return Unavailable(Unavailability.DAMAGED)
    found = (verify(code, key) for key in reversed(keys) if key)
    return next((data for data in found if data), AdoptRefusal.UNREADABLE if any(keys) else AdoptRefusal.NO_KEY)


def _answered(reply: Any) -> Response:
    match reply:
        case Adopted():
            return value(reply)
        case AdoptRefused(reason):
            return _refused(reason)
        case _:
            return unavailable(reply)


def _refused(reason: AdoptRefusal) -> Response:
    return trouble(409, reason.value, SENTENCES[reason])
