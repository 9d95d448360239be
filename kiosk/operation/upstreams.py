"""Where a role's upstream is and as whom it speaks there: on this machine by its token file, beyond it as it joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from kiosk.operation.joined_anew import unless_joined_anew
from kiosk.operation.process import address_of
from kiosk.operation.start import Start
from kiosk.operation.state_folder import StateFolder
from kiosk.operation.tokens import TokenProblem, read_token
from kiosk.ports.log import Log
from kiosk.trust.kept_values import FileProblem
from kiosk.trust.looking import HttpLooks
from kiosk.trust.memberships import Membership, Memberships, NodeAddress, membership, memberships
from kiosk.trust.route import Route
from kiosk.trust.several_nodes import Nodes, SeveralNodes, with_keys_of

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Upstream:
    route: Route
    token: str = field(repr=False)


def upstream(
    start: Start, embedded: str, role: str, id: str, urls: str, log: Log, revoked: Act = lambda: None
) -> Upstream:
    """`embedded` is the node of this machine (hall, city) that is meant when nothing else is. `revoked` is called when
    an upstream beyond this machine sent this one away.

    Without a usable token it goes on and the upstream refuses it, which its screen then says.
    """
    joined = _membership(start.state, role, id, log)
    listed = urls.split()
    if listed and listed[0].startswith("https://"):
        if joined is None:
            return _not_joined(role, id, listed[0], log)
        plain = tuple(NodeAddress(f"{at}", url.rstrip("/"), ()) for at, url in enumerate(listed, 1))
        configured = replace(joined, nodes=with_keys_of(plain, joined.nodes))
        return _joined(start, configured, log, revoked, fixed=True)
    if not listed and joined is not None:
        return _joined(start, joined, log, revoked)
    other = None if listed else _membership(start.state, role, "", log)
    if other is not None:
        return _not_joined(role, id, other.nodes[0].url, log)
    where = Route(_addresses(listed)) if listed else embedded_route(start.state, embedded)
    return Upstream(where, own_token(start.state, role, id, embedded, log))


def embedded_route(state: StateFolder, node: str) -> Route:
    return EmbeddedRoute(state, node)


class EmbeddedRoute(Route):
    """A node of this machine. When it serves everything with TLS, it is known by the key in `secrets/`."""

    def __init__(self, state: StateFolder, node: str) -> None:
        super().__init__(address_of(state, node))
        self._secrets, self._node = state.secrets, node

    def pins(self) -> frozenset[str]:
        from kiosk.trust.node_key import NodeKey, read_node_key

        key = read_node_key(self._secrets, self._node)
        return frozenset(key.pins) if isinstance(key, NodeKey) else frozenset()


def own_token(state: StateFolder, role: str, id: str, node: str, log: Log) -> str:
    """This process's token for the hall or city of this machine, in its token file; empty when there is none."""
    token = read_token(state.tokens, role, id)
    if token in (TokenProblem.MISSING, TokenProblem.NOT_LISTED):
        log.event("no_token", id=f"{role}-{id}", node=node)
        return ""
    if isinstance(token, TokenProblem):
        log.event("tokens_unusable", reason=token.value)
        return ""
    return token


def has_joined(state: StateFolder, role: str, id: str) -> bool:
    return isinstance(membership(state.secrets, role, id), Membership)


def _membership(state: StateFolder, role: str, id: str, log: Log) -> Membership | None:
    found = membership(state.secrets, role, id)
    if isinstance(found, FileProblem):
        log.event("memberships_unusable", reason=found.value)
        return None
    return found


def _addresses(listed: list[str]) -> str:
    """Unencrypted there is one node only: the one of this machine."""
    return listed[0].rstrip("/")


def _not_joined(role: str, id: str, url: str, log: Log) -> Upstream:
    """As somebody else it may have; that is no reason to run a hall of its own."""
    log.event("not_joined", id=f"{role}-{id}", url=url)
    return Upstream(Route(url.rstrip("/")), "")


def _joined(start: Start, joined: Membership, log: Log, revoked: Act, *, fixed: bool = False) -> Upstream:
    kept = memberships(start.state.secrets)

    def learned(nodes: Nodes) -> None:
        kept.change(partial(_with_nodes, joined, nodes))

    patience = start.configuration.limits.hall_failover_seconds
    gone = unless_joined_anew(start.state, joined, revoked, log)
    route = SeveralNodes(joined.nodes, HttpLooks(joined.token), log, patience, learned, fixed, gone)
    return Upstream(route.start(), joined.token)


def _with_nodes(joined: Membership, nodes: Nodes, before: Memberships) -> Memberships:
    return before.with_nodes(joined.role, joined.id, nodes)
