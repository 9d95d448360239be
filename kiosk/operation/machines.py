"""`main.py machines`: who has joined the hall of this machine, and who may; and the key of its hall or city."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime

from kiosk.hall.lan import last_seen_in, register_in
from kiosk.operation.clock import SystemClock
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.hall_node.doors import serves_others
from kiosk.operation.process import read_ready
from kiosk.operation.start import Start
from kiosk.trust.enrolling import make_code
from kiosk.trust.kept_values import FileProblem, KeptValue
from kiosk.trust.node_key import NodeKey, NodeKeyProblem, ensure_node_key, prepare_next, use_next
from kiosk.trust.pins import shown
from kiosk.trust.register import CODE_S, Device, Register

HALL = "hall"
AT_A_COUNTER = ("caller", "evaluator")  # their identity is the number of their counter
NO_ADDRESS = "https://ADDRESS-OF-THIS-HALL"
LOCKED_IN = (
    "This hall listens on this machine only and without TLS, so no other machine can use the code yet: set "
    "hall.listen_host to an address of this machine and hall.listen_port to a port, and start the hall again."
)


def machines(start: Start, counters: Callable[[], frozenset[str]] = frozenset) -> int:
    """`counters`: the numbers of the hall's counters as it was published; none when nobody knows."""
    act, given = start.arguments.act, start.arguments
    if act == "code" and given.machine in AT_A_COUNTER and (known := counters()) and given.id not in known:
        print(f"This hall has no counter {given.id}; there are {_listed(known)}.", file=sys.stderr)
        return ExitCode.WRONG_ARGUMENTS
    return _ACTS[act](start)


def _listed(numbers: frozenset[str]) -> str:
    return ", ".join(sorted(numbers, key=lambda number: (len(number), number)))


def _code(start: Start) -> int:
    given = start.arguments
    key = ensure_node_key(start.state.make().secrets, HALL)
    if isinstance(key, NodeKeyProblem):
        return _failed(f"The node's key cannot be used ({key.value}).")
    if _is_anothers(start):
        return _failed(f"Another node of this hall is called {given.id}; each needs a name of its own.")
    code = make_code(_register(start), given.machine, given.id, SystemClock())
    if isinstance(code, FileProblem):
        return _failed(f"The register cannot be used ({code.value}).")
    where = _url(start)
    if where is None:
        print(LOCKED_IN, file=sys.stderr)
    print(f"Code for {given.machine} {given.id}: {code.shown()}")
    print(f"Good for {CODE_S // 60} minutes and for one machine. Type there:")
    print(f"  main.py enrol --hall {where or NO_ADDRESS} --code {code.shown()}")
    return ExitCode.GOOD


def _list(start: Start) -> int:
    register, seen = _register(start).read(), last_seen_in(start.state.data(HALL)).read()
    if isinstance(register, FileProblem):
        return _failed(f"The register cannot be used ({register.value}).")
    at_ms = {} if isinstance(seen, FileProblem) else seen.at_ms
    rows = [_row(device, at_ms.get(f"{device.role} {device.id}", 0)) for device in register.devices]
    if start.arguments.json:
        print(json.dumps({"machines": rows}, indent=1))
        return ExitCode.GOOD
    for row in rows:
        since, last, gone = (_when(int(row[name])) for name in ("since_ms", "seen_ms", "revoked_ms"))
        words = f"sent away {gone}" if gone else f"seen {last or 'never'}"
        print(f"{row['role']:<10} {row['id']:<16} joined {since}   {words}")
    if not rows:
        print("Nobody has joined.")
    return ExitCode.GOOD


def _send_away(start: Start) -> int:
    given, now = start.arguments, SystemClock().now()
    register = _register(start)
    before = register.read()
    known = None if isinstance(before, FileProblem) else before.device(given.machine, given.id)
    after = register.change(lambda standing: standing.without(given.machine, given.id, now))
    if isinstance(after, FileProblem):
        return _failed(f"The register cannot be used ({after.value}).")
    if known is None:
        return _failed(f"No {given.machine} {given.id} has joined.")
    print(f"{given.machine} {given.id} is sent away; a running node refuses it within a second.")
    return ExitCode.GOOD


def _next_key(start: Start) -> int:
    key = prepare_next(start.state.make().secrets, start.arguments.of)
    if not isinstance(key, NodeKey):
        return _failed(f"The node's key cannot be used ({key.value}).")
    print(f"The next key is announced from now on: {shown(key.next_pin)}")
    print("Leave it so until every machine was running once for ten minutes; then: main.py machines use-next-key")
    return ExitCode.GOOD


def _use_next_key(start: Start) -> int:
    key = use_next(start.state.secrets, start.arguments.of)
    if not isinstance(key, NodeKey):
        return _failed(f"The next key cannot be used ({key.value}).")
    print(f"From the node's next start on its key is {shown(key.pin)}; who has not heard of it must join anew.")
    return ExitCode.GOOD


def _is_anothers(start: Start) -> bool:
    """Events are told apart by the name of their node."""
    given, register = start.arguments, _register(start).read()
    other = {"terminal": "standby", "standby": "terminal"}.get(given.machine)
    if other is None:
        return False
    known = isinstance(register, Register) and register.device(other, given.id) is not None
    return known or given.id == start.configuration.hall.id


def _register(start: Start) -> KeptValue[Register]:
    return register_in(start.state.make().secrets)


def _url(start: Start) -> str | None:
    """As the running node tells it; else what the configuration lets expect. None: no other machine reaches it."""
    hall, facts = start.configuration.hall, read_ready(start.state.ready(HALL)) or {}
    if told := facts.get("url") or hall.url:
        return str(told)
    if facts or not serves_others(hall):
        return None
    host = f"[{hall.listen_host}]" if ":" in hall.listen_host else hall.listen_host
    return f"https://{host}:{hall.listen_port}" if hall.listen_port else f"{NO_ADDRESS}:PORT"


def _row(device: Device, seen_ms: int) -> dict[str, str | int]:
    return {
        "role": device.role,
        "id": device.id,
        "since_ms": device.since_ms,
        "seen_ms": seen_ms,
        "revoked_ms": device.revoked_ms,
        "url": device.url,
    }


def _when(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000).astimezone().strftime("%Y-%m-%d %H:%M") if ms else ""


def _failed(words: str) -> int:
    print(words, file=sys.stderr)
    return ExitCode.FAILED


_ACTS: dict[str, Callable[[Start], int]] = {
    "code": _code,
    "list": _list,
    "send-away": _send_away,
    "next-key": _next_key,
    "use-next-key": _use_next_key,
}
