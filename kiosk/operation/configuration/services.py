"""The tables of services that a city may have around it: a gateway for short messages, a rule of admission."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from kiosk.operation.configuration.keys import Table, flag, text
from kiosk.trust.route import is_loopback

_FORM = "empty, or a URL: https://…, on this machine http://…"


def _service(url: str) -> str:
    """Beyond this machine encrypted: a telephone number or a keyed hash goes over this line."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None):
        raise PydanticCustomError("not_a_url", "must be empty or a URL like https://gateway.example/send")
    if parts.scheme == "http" and parts.hostname and not is_loopback(parts.hostname):
        raise PydanticCustomError("not_a_url", "must begin with https:// when the service is on another machine")
    return url


ServiceUrl = Annotated[str, AfterValidator(_service)]


class Messages(Table):
    """The gateway by which the city reminds people of what they booked."""

    gateway_url: ServiceUrl = text("", "Where a message is posted; empty: nobody is reminded.", form=_FORM)
    gateway_token_file: str = text("", "File with the gateway's token alone in it; empty: none.", form="a path")


class Admission(Table):
    """A city's own rule of who may book, asked before each booking."""

    rule_url: ServiceUrl = text("", "Where it is asked; empty: everybody is admitted.", form=_FORM)
    rule_token_file: str = text("", "File with the rule's token alone in it; empty: none.", form="a path")
    admit_when_silent: bool = flag(True, "Whether somebody may book while the rule cannot be asked.")
