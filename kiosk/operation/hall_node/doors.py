"""From configuration to a hall's door for other machines, and where this machine's own processes come in."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.hall.lan import Lan, last_seen_in, register_in
from kiosk.operation.configuration.nodes import Hall
from kiosk.operation.start import Start
from kiosk.trust.node_key import NodeKeyProblem, ensure_node_key
from kiosk.trust.route import is_loopback

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Doors:
    """`host` and `port` for this machine, unencrypted; `lan` for all others, when there are any."""

    host: str
    port: int
    lan: Lan | None = None


def serves_others(hall: Hall) -> bool:
    return hall.tls == "always" or not is_loopback(hall.listen_host)


def doors(start: Start) -> Doors | NodeKeyProblem:
    """The node's key is made when there is none and one is needed."""
    hall = start.configuration.hall
    if not serves_others(hall):
        return Doors(hall.listen_host, hall.listen_port)
    key = ensure_node_key(start.state.secrets, "hall")
    if isinstance(key, NodeKeyProblem):
        return key
    register, seen = register_in(start.state.secrets), last_seen_in(start.state.data("hall"))
    return Doors(LOOPBACK, 0, Lan(hall.listen_host, hall.listen_port, hall.url, key, register, seen))
