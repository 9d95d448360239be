"""Sessions that speak only to who they should: plainly on this machine, beyond it only to a key that is known.

The key is compared after the handshake and before the first byte of a request, so no token reaches a stranger. There
is nothing to fall back to.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Container, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from kiosk.trust.route import is_loopback

Proxies = Mapping[str, str] | None


class AnotherMachine(requests.ConnectionError):
    """Another machine answers under this address: its key is none of those that are known here."""

    def __init__(self, pin: str = "") -> None:
        super().__init__("another machine answers under this address")
        self.pin = pin


def pinned_session(token: str, pins: Callable[[], Container[str]]) -> requests.Session:
    """`pins` is asked at each new connection. Without a token nothing is said about who asks."""
    session = requests.Session()
    session.trust_env = False  # no proxy and no .netrc between our own machines
    session.verify = False  # by a certificate's name and signer; by its key it is
    session.mount("https://", PinnedAdapter(pins))
    session.mount("http://", LoopbackAdapter())
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return session


class LoopbackAdapter(HTTPAdapter):
    """Unencrypted, so for this machine only."""

    def send(self, request: requests.PreparedRequest, *given: Any, **more: Any) -> requests.Response:
        if not is_loopback(urlsplit(request.url or "").hostname or ""):
            raise requests.ConnectionError("beyond this machine nothing is sent unencrypted")
        return super().send(request, *given, **more)


class PinnedAdapter(HTTPAdapter):
    def __init__(self, pins: Callable[[], Container[str]]) -> None:
        self._connection = type("PinnedConnection", (_PinnedConnection,), {"believed": staticmethod(pins)})
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        self.poolmanager = PoolManager(
            num_pools=connections, maxsize=maxsize, block=block, ssl_context=_client_context(), **more
        )
        pool = type("PinnedPool", (HTTPSConnectionPool,), {"ConnectionCls": self._connection})
        self.poolmanager.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": pool}

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = False,
        cert: Any = None,
        proxies: Proxies = None,
    ) -> requests.Response:
        try:
            return super().send(request, stream=stream, timeout=timeout, verify=False, cert=None, proxies=None)
        except _WrongKey as wrong:
            raise AnotherMachine(wrong.pin) from None


class _WrongKey(Exception):  # noqa: N818  # never seen outside: urllib3 lets it through, the adapter names it
    def __init__(self, pin: str) -> None:
        super().__init__()
        self.pin = pin


class _PinnedConnection(HTTPSConnection):
    believed: Callable[[], Container[str]]

    def connect(self) -> None:
        super().connect()
        pin = _pin_of_peer(self.sock)
        if pin not in self.believed():
            self.close()
            raise _WrongKey(pin)
        self.is_verified = True


def _pin_of_peer(sock: Any) -> str:
    from kiosk.trust.pins import pin_of_der  # 5 MB that a machine that speaks only to itself does not pay

    certificate = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
    try:
        return pin_of_der(certificate) if certificate else ""
    except ValueError:
        return ""


def _client_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context
