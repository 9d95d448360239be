"""The two requests of joining by a code, for any node that lets others join; they need no token, and TLS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from math import ceil

from fastapi import APIRouter, Request, Response

from kiosk.ports.log import Log
from kiosk.sync.contract import Trouble
from kiosk.sync.wire import answer, trouble
from kiosk.trust import exchange
from kiosk.trust.enrolling import Admitted, Answer, Enrolling, EnrolRefusal, Offer, Refused
from kiosk.trust.enrolment_wire import FinishOnWire, HelloOnWire, JoinedOnWire, NodeOnWire, ReplyOnWire
from kiosk.trust.memberships import NodeAddress

Nodes = Callable[[], Sequence[NodeAddress]]
_OTHERS = {status: {"model": Trouble} for status in (403, 413, 422, 429, 503)}
_SENTENCES = {
    EnrolRefusal.WRONG_CODE: "No open code fits; have a new one made.",
    EnrolRefusal.TOO_MANY_TRIES: "Too many wrong codes; wait a minute.",
    EnrolRefusal.CANNOT_STORE: "The register of machines cannot be written now.",
}
_STATUS = {EnrolRefusal.TOO_MANY_TRIES: 429, EnrolRefusal.CANNOT_STORE: 503}


def enrolment_router(enrolling: Enrolling, upstream: str, nodes: Nodes, log: Log) -> APIRouter:
    """`nodes` are the nodes of `upstream` that a machine which joins should try, in this order."""
    router = APIRouter(prefix="/v1/enrolment", tags=["enrolment"])

    @router.post("/hello", response_model=ReplyOnWire, responses=_OTHERS)  # type: ignore[arg-type]
    async def hello(request: Request, said: HelloOnWire) -> Response:
        """The first half: which code, and half of a key."""
        return _unsafe(request) or _replied(
            await asyncio.to_thread(enrolling.hello, _hello(said), _source(request)), log
        )

    @router.post("/finish", response_model=JoinedOnWire, responses=_OTHERS)  # type: ignore[arg-type]
    async def finish(request: Request, said: FinishOnWire) -> Response:
        """The second half: the proof. The answer holds the machine's token, this once."""
        refused = _unsafe(request)
        if refused is not None:
            return refused
        offer = Offer(said.url or "", tuple(said.pins))
        done = await asyncio.to_thread(enrolling.finish, said.exchange, bytes.fromhex(said.proof), offer)
        return _refused(done, log) if isinstance(done, Refused) else _joined(done, upstream, nodes(), log)

    return router


def _unsafe(request: Request) -> Response | None:
    if request.url.scheme == "https":
        return None
    return trouble(403, "needs_tls", "Machines join over an encrypted connection only.")


def _source(request: Request) -> str:
    return request.client.host if request.client else ""


def _hello(said: HelloOnWire) -> exchange.Hello:
    return exchange.Hello(said.plate, bytes.fromhex(said.sid), bytes.fromhex(said.share))


def _replied(said: Answer | Refused, log: Log) -> Response:
    if isinstance(said, Refused):
        return _refused(said, log)
    return answer(200, ReplyOnWire(exchange=said.exchange, share=said.share.hex(), proof=said.proof.hex()))


def _joined(done: Admitted, upstream: str, nodes: Sequence[NodeAddress], log: Log) -> Response:
    device = done.device
    log.event("machine_joined", role=device.role, id=f"{device.role}-{device.id}")
    told = [NodeOnWire.of(node) for node in nodes]
    return answer(200, JoinedOnWire(nodes=told, upstream=upstream, role=device.role, id=device.id, token=done.token))


def _refused(why: Refused, log: Log) -> Response:
    log.event("joining_refused", reason=why.reason.value)
    wait = {"retry-after": str(max(1, ceil(why.wait_s)))} if why.reason is not EnrolRefusal.WRONG_CODE else {}
    return trouble(_STATUS.get(why.reason, 403), why.reason.value, _SENTENCES[why.reason], wait)
