"""Forms of text that several tables share: addresses, ports of devices, identities."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

IDENTITY = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"
IDENTITY_FORM = "1 to 32 letters, digits, - or _"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
CLOCK_FORM = "a time of day like 22:00"


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _loopback(host: str) -> str:
    if not is_loopback(host):
        raise PydanticCustomError("not_loopback", "{why}", {"why": _WHY_LOOPBACK})
    return host


def _upstream(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme != "http" or not parts.hostname):
        raise PydanticCustomError("not_a_url", "must be empty or a URL like http://127.0.0.1:8700")
    if parts.hostname and not is_loopback(parts.hostname):
        raise PydanticCustomError("not_loopback", "{why}", {"why": _WHY_LOOPBACK})
    return url


def _port(port: str) -> str:
    if port == "virtual" or port.startswith("/") or "://" in port:
        return port
    raise PydanticCustomError("not_a_port", "must be virtual, a device path like /dev/ttyUSB0, or a pyserial URL")


def _database(url: str) -> str:
    """No password, for this is printed; beyond this machine, encrypted to a server that is known."""
    parts = _DATABASE.fullmatch(url)
    if url and parts is None:
        raise PydanticCustomError("not_a_url", "must be empty or a URL like postgresql://user@host/name")
    if parts is None:
        return url
    query = parse_qs(parts["query"] or "")
    if ":" in (parts["user"] or "") or "password" in query:
        raise PydanticCustomError("not_a_url", "must hold no password: it belongs alone into a file that only you read")
    hosts = [re.sub(r":\d+$", "", host) for host in parts["hosts"].split(",")]
    hosts += [host for listed in query.get("host", []) for host in listed.split(",")]
    outside = [host for host in hosts if host and not host.startswith("/") and not is_loopback(host)]
    if outside and query.get("sslmode", [""])[-1] not in ("verify-ca", "verify-full"):
        raise PydanticCustomError("not_a_url", "must end with ?sslmode=verify-full: the server is on another machine")
    return url


# libpq's own form, where several hosts may stand: https://www.postgresql.org/docs/current/libpq-connect.html
_DATABASE = re.compile(r"postgres(ql)?://((?P<user>[^@/?]*)@)?(?P<hosts>[^@/?]*)/[^/?]+(\?(?P<query>.*))?")
_WHY_LOOPBACK = (
    "must be an address of this machine such as 127.0.0.1: beyond it everything has to be encrypted, "
    "and the keys for that come with enrolment, which this version does not have yet"
)

LoopbackHost = Annotated[str, AfterValidator(_loopback)]
UpstreamUrl = Annotated[str, AfterValidator(_upstream)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
DevicePort = Annotated[str, AfterValidator(_port)]
