"""`main.py enrol`: this machine joins a hall, or this hall a city, by a code that somebody made there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from kiosk.operation.configuration import Configuration
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.hall_node.doors import serves_others
from kiosk.operation.start import Start
from kiosk.trust.code import read_code
from kiosk.trust.joining import JoinFailure, Own, join
from kiosk.trust.kept_values import FileProblem
from kiosk.trust.memberships import STANDBY_AT_CITY, Membership, Memberships, memberships
from kiosk.trust.node_key import NodeKeyProblem, ensure_node_key

SENTENCES = {
    JoinFailure.NO_HTTPS: "The address must begin with https://.",
    JoinFailure.NO_TLS: "Something answers at {url}, but there is no TLS there: ask for the address that "
    "`main.py machines code` prints on the hall's machine, and see hall.listen_host there.",
    JoinFailure.UNREACHED: "Nobody answers at {url}; does it run, and does it listen at this address?",
    JoinFailure.NOT_A_NODE: "Something answers at {url}, but it is no hall or city of this kind.",
    JoinFailure.NOT_PROVEN: "The code does not fit: it is mistyped, used up or too old, or another machine answers at "
    "{url}. Nothing was sent that could harm. Have a new code made, and try again.",
    JoinFailure.TOO_MANY_TRIES: "There were too many wrong codes. Wait a minute, have a new one made, and try again.",
    JoinFailure.ANOTHER_MACHINE: "Two different machines answer at {url}. Nothing was sent that could harm. "
    "Find out who the second one is.",
}
NO_CODE = "That is no code: it has twelve digits, like 4827-1936-0554, and one of them is wrong."
NO_DOOR = (
    "A standby needs hall.listen_host and hall.listen_port (or hall.url) in its configuration: the address under which "
    "the hall's machines reach it when the first node is gone."
)
_PLACES = {
    "standby": ("hall", "standby_id"),
    STANDBY_AT_CITY: ("hall", "standby_id"),
    "caller": ("caller", "counter"),
    "evaluator": ("evaluator", "counter"),
}


def enrol(start: Start, readmit: Callable[[str], None]) -> int:
    """`readmit` lets a role begin a new book where its old one was erased when it was sent away."""
    given, code = start.arguments, read_code(start.arguments.code)
    if code is None:
        return _said(NO_CODE, ExitCode.WRONG_ARGUMENTS)
    own = _own(start)
    if isinstance(own, str):
        return _said(own, ExitCode.WRONG_ARGUMENTS)
    url = given.hall or given.city
    joined = join(url, code, own)
    if isinstance(joined, JoinFailure):
        wrong = joined is JoinFailure.NO_HTTPS
        return _said(SENTENCES[joined].format(url=url), ExitCode.WRONG_ARGUMENTS if wrong else ExitCode.FAILED)
    kept = memberships(start.state.make().secrets).change(partial(_having, joined))
    if isinstance(kept, FileProblem):
        return _said(f"The membership cannot be kept ({kept.value}).", ExitCode.FAILED)
    readmit(joined.role)
    print(_welcome(joined, start.configuration))
    return ExitCode.GOOD


def _own(start: Start) -> Own | str:
    """What a standby tells of itself, so that the hall's machines find it."""
    hall = start.configuration.hall
    if hall.role != "standby" or start.arguments.city:
        return Own()
    url = hall.url or (f"https://{hall.listen_host}:{hall.listen_port}" if hall.listen_port else "")
    if not serves_others(hall) or not url:
        return NO_DOOR
    key = ensure_node_key(start.state.make().secrets, "hall")
    if isinstance(key, NodeKeyProblem):
        return f"The node's key cannot be used ({key.value})."
    return Own(url, key.pins)


def _having(joined: Membership, before: Memberships) -> Memberships:
    return before.having(joined)


def _welcome(joined: Membership, configuration: Configuration) -> str:
    words = f"This machine has joined {joined.upstream} as {joined.role} {joined.id}."
    table, key = _PLACES.get(joined.role, (joined.role, "id"))
    if getattr(getattr(configuration, table), key) != joined.id:
        words += f'\nIts configuration has to say so too:\n[{table}]\n{key} = "{joined.id}"'
    return words


def _said(words: str, code: ExitCode) -> int:
    print(words, file=sys.stderr)
    return code
