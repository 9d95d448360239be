"""Joining by a code as it stands on the wire, and the node's list of the nodes to try; JSON, version 1."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kiosk.trust.memberships import NodeAddress

VERSION = 1
PATHS = frozenset({"/v1/enrolment/hello", "/v1/enrolment/finish"})

Hex16 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Hex32 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Identity = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Url = Annotated[str, Field(pattern=r"^https://[A-Za-z0-9.:\[\]-]{1,100}$")]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class HelloOnWire(_Wire):
    """`plate`: the code's first three digits. `share` and `sid` as in `kiosk.trust.exchange`."""

    version: int = Field(ge=1, le=VERSION)
    plate: Annotated[str, Field(pattern=r"^[0-9]{3}$")]
    sid: Hex16
    share: Hex32


class ReplyOnWire(_Wire):
    """`proof` holds only for whoever typed the code of this node, over a connection that ends at this node."""

    exchange: Hex16
    share: Hex32
    proof: Hex32


class FinishOnWire(_Wire):
    """`url` and `pins` of a standby: how the others reach it, by which key they know it."""

    exchange: Hex16
    proof: Hex32
    url: Url | None = None
    pins: Annotated[list[Hex32], Field(max_length=2)] = []


class NodeOnWire(_Wire):
    name: Identity
    url: Url
    pins: Annotated[list[Hex32], Field(min_length=1, max_length=2)]
    standby: bool = False

    @classmethod
    def of(cls, node: NodeAddress) -> NodeOnWire:
        return cls(name=node.name, url=node.url, pins=list(node.pins), standby=node.standby)

    def node(self) -> NodeAddress:
        return NodeAddress(self.name, self.url, tuple(self.pins), self.standby)


class NodesOnWire(_Wire):
    """In the order in which they are tried."""

    nodes: Annotated[list[NodeOnWire], Field(max_length=4)]


class JoinedOnWire(NodesOnWire):
    upstream: Identity
    role: Identity
    id: Identity
    token: Annotated[str, Field(min_length=32, max_length=128, repr=False)]
