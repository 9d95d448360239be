"""What two keys of the file claim together and cannot both have: one device's port, one port of the network, every
address of the machine and none that others are told."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import NamedTuple

from kiosk.operation.configuration.device_tables import VIRTUAL
from kiosk.operation.configuration.nodes import City, Hall
from kiosk.operation.configuration.schema import Configuration
from kiosk.trust.route import is_loopback

_ECHO = "loop://"  # pyserial's own: each opening is a line of its own


class Contradiction(NamedTuple):
    """Stands at the second of the two keys."""

    table: str
    key: str
    words: str


def contradictions(configuration: Configuration) -> Iterator[Contradiction]:
    yield from _devices(configuration)
    yield from _doors(configuration)
    yield from _addresses(configuration)


def _devices(configuration: Configuration) -> Iterator[Contradiction]:
    taken: dict[str, str] = {}
    for table, key, port in configuration.device_ports():
        name = f"{table}.{key}"
        first = taken.setdefault(port, name)
        if first != name and port != VIRTUAL and not port.startswith(_ECHO):
            yield Contradiction(table, key, f"{first} and {name} name the same port; each device needs its own")


def _doors(configuration: Configuration) -> Iterator[Contradiction]:
    """Of a machine that serves both. A city at another address is not served here."""
    hall, city = configuration.hall, configuration.city
    hosts = {hall.listen_host, city.listen_host}
    if hall.city_url or not hall.listen_port or hall.listen_port != city.listen_port:
        return
    if len(hosts) == 1 or any(map(_is_everywhere, hosts)):
        words = f"hall.listen_port and city.listen_port are both {hall.listen_port}; each needs a port of its own"
        yield Contradiction("city", "listen_port", words)


def _addresses(configuration: Configuration) -> Iterator[Contradiction]:
    """Machines that join are told where to come back to; every address is none."""
    hall, city = configuration.hall, configuration.city
    served: list[tuple[str, Hall | City, str]] = [("hall", hall, "the hall's other machines")]
    served += [] if hall.city_url else [("city", city, "halls on other machines")]
    for table, node, who in served:
        if _is_everywhere(node.listen_host) and not node.url:
            example = f"https://10.1.2.3:{node.listen_port or 8443}"
            words = f"{table}.listen_host is every address of this machine, so {table}.url must tell {who} which one"
            yield Contradiction(table, "listen_host", f'{words} to use, such as "{example}"')
    if not is_loopback(hall.listen_host) and not hall.listen_port:
        words = f"hall.listen_host is {hall.listen_host}, where other machines come back to after a restart, so"
        yield Contradiction("hall", "listen_host", f"{words} hall.listen_port must be a port that stays, such as 8443")


def _is_everywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False
