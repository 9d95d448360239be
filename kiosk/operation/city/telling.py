"""Where a city's door is, as its ready file says it; loads nothing of the service."""

from __future__ import annotations

from kiosk.operation.process import Fact
from kiosk.operation.start import Start
from kiosk.trust.route import is_loopback


def serves_others(start: Start) -> bool:
    city = start.configuration.city
    return city.tls == "always" or not is_loopback(city.listen_host)


def told(start: Start, port: int) -> dict[str, Fact]:
    """What the ready file says of the door; everything goes over TLS, or nothing."""
    city, others = start.configuration.city, serves_others(start)
    host = f"[{city.listen_host}]" if ":" in city.listen_host else city.listen_host
    url: dict[str, Fact] = {"url": city.url or f"https://{host}:{port}"} if others else {}
    return {"host": city.listen_host, "port": port, "tls": others, **url}
