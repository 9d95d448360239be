"""Forms of text that several tables share: addresses, identities."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kiosk.trust.route import is_loopback

IDENTITY = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"
IDENTITY_FORM = "1 to 32 letters, digits, - or _"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
CLOCK_FORM = "a time of day like 22:00"

HALL_URL = (
    "The addresses of the hall's nodes in the order in which they are tried; empty: where this machine joined, else "
    "the hall embedded on this machine."
)


def _host(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if host != "localhost":
            raise PydanticCustomError("not_a_host", "must be an IP address such as 127.0.0.1 or 0.0.0.0") from None
    return host


def _own_url(url: str) -> str:
    if url and not _HTTPS.fullmatch(url):
        raise PydanticCustomError("not_a_url", "must be empty or a URL like https://10.1.2.3:8443")
    if urlsplit(url).hostname in _EVERYWHERE:
        raise PydanticCustomError("not_a_url", "must name one address that others reach, like https://10.1.2.3:8443")
    return url


def _upstreams(urls: str) -> str:
    """Beyond this machine only encrypted."""
    for url in urls.split():
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
            raise PydanticCustomError("not_a_url", "must be empty or URLs like https://10.1.2.3:8443")
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise PydanticCustomError("not_a_url", "{why}", {"why": _WHY_HTTPS})
    return urls


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
_HTTPS = re.compile(r"https://[A-Za-z0-9.:\[\]-]{1,100}")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  refused
_WHY_HTTPS = (
    "must begin with https:// beyond this machine: everything there is encrypted, to a key that is known since "
    "this machine joined (main.py enrol)"
)

ListenHost = Annotated[str, AfterValidator(_host)]
OwnUrl = Annotated[str, AfterValidator(_own_url)]
UpstreamUrls = Annotated[str, AfterValidator(_upstreams)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
