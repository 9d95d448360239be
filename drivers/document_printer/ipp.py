"""IPP as aioipp speaks it (its import name is pyipp), and what its answers mean here. Loaded by the clerk alone.

Operations and status codes are RFC 8011's [A]; `purge-job` of Cancel-Job is CUPS's own [B, tried with 2.4].
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pyipp
from pyipp.enums import IppOperation, IppTag
from pyipp.parser import parse
from pyipp.tags import ATTRIBUTE_TAG_MAP

from drivers.document_printer.errands import Answer, Errand, Fault
from drivers.document_printer.ipp_frame import is_whole
from kiosk.operation.socket_address import socket_address

PDF = "application/pdf"
ONLY_QUEUE = "ipp://localhost/ipp/print"  # RFC 8011 recommends this path for a printer with one queue
A4 = "iso_a4_210x297mm"  # PWG 5101.1
VERSION = (2, 0)
ABOUT_PRINTER = [
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "document-format-supported",
    "printer-error-policy",
]
ABOUT_JOB = ["job-id", "job-name", "job-state", "job-state-reasons", "job-media-sheets-completed"]

# CUPS's own attribute (cupsd's ipp.c, cancel_job): the job and its files are forgotten. The library leaves out what
# its table does not name.
ATTRIBUTE_TAG_MAP.setdefault("purge-job", IppTag.BOOLEAN)

_STATUS = {
    0x0401: Fault.NOT_ALLOWED,  # forbidden, not-authenticated, not-authorized
    0x0402: Fault.NOT_ALLOWED,
    0x0403: Fault.NOT_ALLOWED,
    0x0406: Fault.NOT_FOUND,
    0x0407: Fault.NOT_FOUND,  # gone
    0x040A: Fault.NO_PDF,
    0x0506: Fault.NOT_ACCEPTING,
}
_HTTP = {401: Fault.NOT_ALLOWED, 403: Fault.NOT_ALLOWED, 404: Fault.NO_SUCH_QUEUE, 426: Fault.WANTS_TLS}
_NOBODY = (ConnectionRefusedError, FileNotFoundError)
_GROUPS = {Errand.LOOK: "printers"}
_OPERATIONS = {
    Errand.LOOK: IppOperation.GET_PRINTER_ATTRIBUTES,
    Errand.CREATE: IppOperation.CREATE_JOB,
    Errand.SEND: IppOperation.SEND_DOCUMENT,
    Errand.JOB: IppOperation.GET_JOB_ATTRIBUTES,
    Errand.CANCEL: IppOperation.CANCEL_JOB,
    Errand.OURS: IppOperation.GET_JOBS,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for the connection, and for question and answer together."""

    connect_s: float = 2.0
    whole_s: float = 5.0


class Queue:
    """One queue of one server: its URL, or the place of a socket (a virtual printer's) where its only queue is asked.
    `user` names this terminal among those that print there."""

    def __init__(self, url: str, user: str, limits: Limits | None = None) -> None:
        self._url, self._user, self._limits = url, user, limits or Limits()

    async def ask(self, errand: Errand, facts: Mapping[str, Any], document: bytes = b"") -> Answer:
        """Every question on a connection of its own: one that the server closed meanwhile would cost a page."""
        message = self._message(errand, facts)
        if document:
            message["data"] = document
        limits = self._limits
        patience = aiohttp.ClientTimeout(total=limits.whole_s, connect=limits.connect_s)
        try:
            with _way(self._url) as (url, connector):
                async with aiohttp.ClientSession(connector=connector, timeout=patience) as session:
                    line = pyipp.IPP(
                        url, session=session, request_timeout=30, verify_ssl=True, ipp_version=VERSION
                    )  # aiohttp's own limits are shorter, and hold for the answer's body too
                    return read(errand, await line.raw(_OPERATIONS[errand], message))
        except pyipp.IPPResponseError as error:
            return Answer(_HTTP.get(_detail(error), Fault.REFUSED))
        except pyipp.IPPConnectionUpgradeRequired:
            return Answer(Fault.WANTS_TLS)
        except (pyipp.IPPConnectionError, aiohttp.ClientError, TimeoutError, OSError) as error:
            return Answer(_cause(error.__cause__ or error))

    def _message(self, errand: Errand, facts: Mapping[str, Any]) -> dict[str, Any]:
        own: dict[str, Any] = {"requesting-user-name": self._user}
        message: dict[str, Any] = {"operation-attributes-tag": own}
        match errand:
            case Errand.LOOK:
                own["requested-attributes"] = ABOUT_PRINTER
            case Errand.CREATE:
                own |= {"job-name": facts["name"], "ipp-attribute-fidelity": False}
                message["job-attributes-tag"] = {"copies": 1, "media": A4, "sides": "one-sided"}
            case Errand.SEND:
                own |= {"job-id": facts["job"], "document-format": PDF, "last-document": True}
            case Errand.JOB:
                own |= {"job-id": facts["job"], "requested-attributes": ABOUT_JOB}
            case Errand.CANCEL:
                own |= {"job-id": facts["job"], "purge-job": facts["forget"]}
            case Errand.OURS:
                own |= {"my-jobs": True, "which-jobs": facts["which"], "requested-attributes": ["job-id", "job-name"]}
        return message


@contextmanager
def _way(url: str) -> Iterator[tuple[str, aiohttp.BaseConnector]]:
    """Made where the loop runs. Raises OSError where a socket's folder is not there."""
    if not url.startswith("/"):
        yield url, aiohttp.TCPConnector(force_close=True)
        return
    with socket_address(Path(url)) as address:
        yield ONLY_QUEUE, aiohttp.UnixConnector(address, force_close=True)


def read(errand: Errand, data: bytes) -> Answer:
    """An answer's bytes, whatever they are."""
    if not is_whole(data):
        return Answer(Fault.NOT_IPP)
    try:
        parsed = parse(data)
    except Exception:  # the library raises whatever its reading runs into
        return Answer(Fault.NOT_IPP)
    status = int(parsed["status-code"])
    if not 0 <= status < 0x0100:
        found = _STATUS.get(status, Fault.REFUSED)
        return Answer(Fault.NO_SUCH_QUEUE if (errand, found) == (Errand.LOOK, Fault.NOT_FOUND) else found)
    groups = parsed[_GROUPS.get(errand, "jobs")]
    if errand is Errand.OURS:
        return Answer(jobs=tuple(job for group in groups if type(job := group.get("job-id")) is int))
    return Answer(attributes=_plain(groups[0]) if groups else {})


def _plain(attributes: Mapping[str, Any]) -> dict[str, object]:
    """Without the library's own types."""
    plain: dict[str, object] = json.loads(json.dumps(attributes, default=str))
    return plain


def _detail(error: pyipp.IPPResponseError) -> int:
    facts = error.args[1] if len(error.args) > 1 else {}
    return int(facts.get("status-code", 0))


def _cause(error: BaseException) -> Fault:
    match error:
        case aiohttp.ClientConnectorDNSError() | aiohttp.ConnectionTimeoutError():
            return Fault.UNREACHABLE
        case TimeoutError():
            return Fault.SILENT
        case aiohttp.ClientConnectorError():
            return Fault.SERVER_GONE if isinstance(error.os_error, _NOBODY) else Fault.UNREACHABLE
        case FileNotFoundError():
            return Fault.SERVER_GONE
        case aiohttp.InvalidURL():
            return Fault.BAD_QUEUE
        case aiohttp.ClientResponseError() | aiohttp.ClientPayloadError():
            return Fault.NOT_IPP
        case _:
            return Fault.CUT
