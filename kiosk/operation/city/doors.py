"""From configuration to how a city meets halls on other machines: not at all on loopback, else over TLS."""

from __future__ import annotations

from kiosk.city.lan import NAME, CityLan
from kiosk.operation.start import Start
from kiosk.ports.log import Log
from kiosk.trust.node_key import NodeKeyProblem, ensure_node_key


def city_lan(start: Start, log: Log) -> CityLan | NodeKeyProblem:
    """The key is made when there is none; one that cannot be used is said in the log."""
    key = ensure_node_key(start.state.make().secrets, NAME)
    if isinstance(key, NodeKeyProblem):
        log.event("node_key_unusable", reason=key.value)
        return key
    return CityLan(start.configuration.city.url, key)
