"""The machine's side of joining by a code: it proves that it knows the code, and believes only who proves the same."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, ValidationError

from kiosk.trust import exchange
from kiosk.trust.code import Code
from kiosk.trust.cpace import BYTES, SID_BYTES
from kiosk.trust.enrolment_wire import VERSION, FinishOnWire, HelloOnWire, JoinedOnWire, ReplyOnWire
from kiosk.trust.memberships import Membership
from kiosk.trust.pinned import AnotherMachine, pinned_session

HELLO, FINISH = "/v1/enrolment/hello", "/v1/enrolment/finish"
_WAITS_S = (5.0, 15.0)  # to connect, for an answer

Model = TypeVar("Model", bound=BaseModel)


class JoinFailure(StrEnum):
    NO_HTTPS = "no_https"
    UNREACHED = "unreached"
    NO_TLS = "no_tls"  # something answers there, and not over TLS
    NOT_A_NODE = "not_a_node"  # something answers there that knows nothing of codes
    NOT_PROVEN = "not_proven"  # wrong or old code, or another machine answers there
    TOO_MANY_TRIES = "too_many_tries"
    ANOTHER_MACHINE = "another_machine"  # its key changed in the middle


@dataclass(frozen=True, slots=True)
class Own:
    """What a machine that is a node itself tells of itself."""

    url: str | None = None
    pins: tuple[str, ...] = ()


class _FirstSeen:
    """Believes whoever answers first, and from then on nobody else."""

    def __init__(self) -> None:
        self.pin = ""

    def __contains__(self, pin: object) -> bool:
        self.pin = self.pin or str(pin)
        return pin == self.pin


def join(url: str, code: Code, own: Own | None = None) -> Membership | JoinFailure:
    """Asks the node at `url` (https://host:port); blocks at most half a minute. Nothing is stored here."""
    if urlsplit(url).scheme != "https":
        return JoinFailure.NO_HTTPS
    seen = _FirstSeen()
    with pinned_session("", lambda: seen) as session:
        try:
            return _joined(session, url.rstrip("/"), code, seen, own or Own())
        except AnotherMachine:
            return JoinFailure.ANOTHER_MACHINE
        except requests.exceptions.SSLError:
            return JoinFailure.NO_TLS
        except requests.RequestException:
            return JoinFailure.UNREACHED


def _joined(session: requests.Session, url: str, code: Code, seen: _FirstSeen, own: Own) -> Membership | JoinFailure:
    sid, scalar = secrets.token_bytes(SID_BYTES), secrets.token_bytes(BYTES)
    begun = exchange.begin(code.plate, code.stretched(), sid, scalar)
    hello = HelloOnWire(version=VERSION, plate=code.plate, sid=sid.hex(), share=begun.hello.share.hex())
    said = _asked(session, url + HELLO, hello, ReplyOnWire)
    if isinstance(said, JoinFailure):
        return said
    proofs = exchange.heard(begun, bytes.fromhex(said.share), seen.pin)
    if proofs is None or not exchange.is_same(proofs.hall, bytes.fromhex(said.proof)):
        return JoinFailure.NOT_PROVEN
    finish = FinishOnWire(exchange=said.exchange, proof=proofs.device.hex(), url=own.url, pins=list(own.pins))
    joined = _asked(session, url + FINISH, finish, JoinedOnWire)
    if isinstance(joined, JoinFailure):
        return joined
    nodes = tuple(node.node() for node in joined.nodes)
    return Membership(joined.role, joined.id, joined.upstream, joined.token, nodes)


def _asked(session: requests.Session, url: str, body: BaseModel, kind: type[Model]) -> Model | JoinFailure:
    headers = {"Content-Type": "application/json"}
    answer = session.post(url, data=body.model_dump_json(), headers=headers, timeout=_WAITS_S, allow_redirects=False)
    if answer.status_code == requests.codes.too_many_requests:
        return JoinFailure.TOO_MANY_TRIES
    if answer.status_code == requests.codes.forbidden:
        return JoinFailure.NOT_PROVEN
    try:
        return kind.model_validate_json(answer.content) if answer.ok else JoinFailure.NOT_A_NODE
    except ValidationError:
        return JoinFailure.NOT_A_NODE
