"""How a hall node meets the other machines of its hall: its address, its key, the register of who has joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.trust.kept_values import FileProblem, KeptValue
from kiosk.trust.memberships import NodeAddress
from kiosk.trust.node_key import NodeKey, read_node_key
from kiosk.trust.register import Register

STANDBY = "standby"  # the role of a hall's second node in the register


@dataclass(frozen=True, slots=True)
class LastSeen:
    """When each machine asked something last, UTC milliseconds, by role and identity."""

    at_ms: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lan:
    """`host` and `port` listen with TLS; 0: any free port. `url` is how the other machines reach them."""

    host: str
    port: int
    url: str
    key: NodeKey
    register: KeptValue[Register]
    last_seen: KeptValue[LastSeen]
    told: Callable[[], Sequence[NodeAddress]] | None = None  # of a second node: as the first one told it

    def bound(self, port: int) -> Lan:
        """With the port that it got, and with a URL when none was configured."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return replace(self, port=port, url=self.url or f"https://{host}:{port}")


def register_in(secrets: Path) -> KeptValue[Register]:
    return KeptValue(secrets / "hall-register.json", Register, Register())


def last_seen_in(folder: Path) -> KeptValue[LastSeen]:
    return KeptValue(folder / "last-seen.json", LastSeen, LastSeen())


def nodes_of(name: str, lan: Lan) -> Sequence[NodeAddress]:
    """The hall's nodes in the order in which its machines try them: the first, then its standby."""
    if lan.told is not None:
        return lan.told()
    key = read_node_key(lan.key.path.parent, "hall")  # a next key is announced as soon as there is one
    own = NodeAddress(name, lan.url, key.pins if isinstance(key, NodeKey) else lan.key.pins)
    register = lan.register.read()
    devices = () if isinstance(register, FileProblem) else register.devices
    others = (
        NodeAddress(device.id, device.url, device.pins, standby=True)
        for device in devices
        if device.stands and device.role == STANDBY and device.url and device.pins
    )
    return (own, *others)


def has_second(lan: Lan) -> bool:
    """Whether a second node has joined; also when nobody can tell, because it may have served meanwhile."""
    register = lan.register.read()
    return isinstance(register, FileProblem) or any(one.stands and one.role == STANDBY for one in register.devices)
