"""The interfaces that are attacked: a hall that is served over real HTTP, with every role's token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from tests.hall.a_server import members, served
from tests.proof.fuzz.attacking import Target


@contextmanager
def a_hall() -> Iterator[Target]:
    """Ends with an AssertionError when the hall noted a bug."""
    with served() as hall:
        tokens = {f"{member.role} {member.id}": token for token, member in members().items()}
        chosen = {who: token for who, token in tokens.items() if who.endswith((" T1", " 3", " B1"))}
        fitting = {who: {"number": "3", "ticket_id": "t-1"} for who in chosen}
        description = hall.ask("GET", "/v1/openapi.json").json()
        yield Target("hall", hall.url, description, chosen, fitting, frozenset({"/v1/feed"}))
        assert hall.ask("GET", "/v1/health").json()["status"] == "ready"


TARGETS: Mapping[str, Callable[[], AbstractContextManager[Target]]] = {"hall": a_hall}
