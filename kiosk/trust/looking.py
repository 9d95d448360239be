"""A quick question to one node of a hall: does it serve, and which nodes are there."""

from __future__ import annotations

from collections.abc import Callable

import requests
from pydantic import BaseModel, ConfigDict, ValidationError

from kiosk.trust.enrolment_wire import NodesOnWire
from kiosk.trust.memberships import NodeAddress
from kiosk.trust.pinned import pinned_session
from kiosk.trust.route import Pins
from kiosk.trust.several_nodes import Nodes, Seen

WAITS_S = (1.0, 2.0)  # to connect, for an answer
_SEEN = {"ready": Seen.SERVES, "out_of_service": Seen.SERVES, "stands_by": Seen.STANDS_BY}


class _Health(BaseModel):
    model_config = ConfigDict(extra="ignore")

    status: str


class HttpLooks:
    """Implements `kiosk.trust.several_nodes.Looks` for a machine with this token. Used by one thread."""

    def __init__(self, token: str) -> None:
        self._token = token

    def look(self, url: str, pins: Callable[[], Pins], *, wanted: bool) -> Seen:
        body = self._asked(f"{url}/v1/health{'?wanted=true' if wanted else ''}", pins)
        try:
            return _SEEN.get(_Health.model_validate_json(body).status, Seen.SILENT) if body else Seen.SILENT
        except ValidationError:
            return Seen.SILENT

    def nodes(self, url: str, pins: Callable[[], Pins]) -> Nodes | None:
        body = self._asked(f"{url}/v1/nodes", pins)
        try:
            told = NodesOnWire.model_validate_json(body).nodes if body else []
        except ValidationError:
            return None
        found: tuple[NodeAddress, ...] = tuple(node.node() for node in told)
        return found or None

    def _asked(self, url: str, pins: Callable[[], Pins]) -> bytes:
        """A connection of its own each time: what is asked is whether somebody answers there now."""
        with pinned_session(self._token, pins) as session:
            try:
                answer = session.get(url, timeout=WAITS_S, allow_redirects=False)
            except requests.RequestException:
                return b""
            return answer.content if answer.ok else b""
