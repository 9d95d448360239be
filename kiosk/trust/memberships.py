"""As whom this machine has joined which node: its tokens, and the keys by which it knows the node again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk.trust.kept_values import FileProblem, KeptValue

STANDBY_AT_CITY = "standby-at-city"  # a hall's second node is a standby at its hall too, under the same name


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """One node of an upstream: where it is reached and its pins. `standby`: it serves when the others cannot."""

    name: str
    url: str
    pins: tuple[str, ...]
    standby: bool = False


@dataclass(frozen=True, slots=True)
class Membership:
    """`upstream` is the name of the hall or city; its nodes stand in the order in which they are tried."""

    role: str
    id: str
    upstream: str
    token: str = field(repr=False)
    nodes: tuple[NodeAddress, ...]

    def pins(self) -> frozenset[str]:
        return frozenset(pin for node in self.nodes for pin in node.pins)


@dataclass(frozen=True, slots=True)
class Memberships:
    held: tuple[Membership, ...] = ()
    version: int = 1

    def of(self, role: str, id: str = "") -> Membership | None:
        """Without an identity: the only one of a role, for a machine that was never told which it is."""
        found = [one for one in self.held if one.role == role and id in ("", one.id)]
        return found[0] if len(found) == 1 else None

    def having(self, new: Membership) -> Memberships:
        others = (one for one in self.held if (one.role, one.id) != (new.role, new.id))
        return replace(self, held=(*others, new))

    def with_nodes(self, role: str, id: str, nodes: Iterable[NodeAddress]) -> Memberships:
        told = tuple(nodes)
        return replace(
            self, held=tuple(replace(one, nodes=told) if (one.role, one.id) == (role, id) else one for one in self.held)
        )


def memberships(secrets: Path) -> KeptValue[Memberships]:
    return KeptValue(secrets / "memberships.json", Memberships, Memberships())


def membership(secrets: Path, role: str, id: str = "") -> Membership | FileProblem | None:
    found = memberships(secrets).read()
    return found if isinstance(found, FileProblem) else found.of(role, id)
