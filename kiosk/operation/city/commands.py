"""Commands on the city's machine: the first administrator, a code for a hall, and whether the statistics follow from
the events.

Whoever may run them may read the database anyway. They print for the person at the keyboard.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

from sqlalchemy import Connection

from kiosk.city.database import Database, Place, open_database
from kiosk.city.fleet.codes import CODE_MS, Code, NodeRole, issue_code
from kiosk.city.fleet.wire import TOLD as WORDS
from kiosk.city.machine_keys import forget
from kiosk.city.outside import system_wall_ms
from kiosk.city.refusals import Refused
from kiosk.city.staff.auditing import Deed, Visitor, audited
from kiosk.city.staff.people import Told, first_administrator
from kiosk.city.staff.roles import Act, Role
from kiosk.city.statistics.checking import Compared, compare
from kiosk.operation.city.own_server import own_servers
from kiosk.operation.city.place import city_place, server_place
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.process import Process, read_ready
from kiosk.operation.start import Start

T = TypeVar("T")

_MOST_LINES = 50
CONSOLE = "machine"  # who acts: whoever sits at the city's own


def run_command(start: Start) -> int:
    """On the database that the city stands on. A file belongs to one process: the city has to be stopped for it."""
    place, given = command_place(start), start.arguments

    def live(process: Process | None = None) -> int:
        if given.add_administrator:
            return add_administrator(place, given.add_administrator)
        if given.code_for:
            hall, node = given.code_for
            return print_code(place, hall, node, _reached(start))
        if given.forget_keys:
            return forget_keys(place)
        return check_statistics(place, given.hall, given.day)

    if not isinstance(place, Path):
        return live()
    code = start.as_process("city", live)
    if code == ExitCode.ALREADY_RUNNING:
        print("the city runs on this file; stop it first", file=sys.stderr)
    return code


def command_place(start: Start) -> Place:
    """As the city itself is started: with its own servers when `--with-postgres` says so."""
    if not start.arguments.with_postgres:
        return city_place(start.configuration, start.state)
    own = own_servers(start.state, 1 + start.arguments.standbys)
    return server_place(start.configuration, own.url, own.password_file)


def add_administrator(place: Place, name: str, out: TextIO = sys.stdout) -> int:
    """Prints a one-time password; signing in with it is good for choosing an own one."""
    told = _within(place, lambda connection: first_administrator(connection, name, system_wall_ms()))
    if isinstance(told, Told):
        print(f"{told.name} may sign in once with this password and then chooses an own one:\n{told.once}", file=out)
        return ExitCode.GOOD
    reason = "this name is taken" if isinstance(told, Refused) else f"the database cannot be used: {told}"
    print(f"no administrator was added: {reason}", file=sys.stderr)
    return ExitCode.FAILED


def print_code(place: Place, hall: str, node: str, where: str, out: TextIO = sys.stdout) -> int:
    """As the staff make one; the audit says that it was made at this machine."""
    role = NodeRole.HALL if node == hall else NodeRole.STANDBY
    console, now = Visitor(CONSOLE, Role.CITY_ADMINISTRATOR), system_wall_ms()
    deed = Deed(Act.ENROL, f"{role.value}/{node}", hall)
    told = _within(place, audited(console, deed, now, lambda c: issue_code(c, hall, role, node, CONSOLE, now)))
    if isinstance(told, Code):
        print(f"Code for {role.value} {node}: {told.once}", file=out)
        print(f"Good for {CODE_MS // 60_000} minutes and for one machine. Type there:", file=out)
        print(f"  main.py enrol --city {where} --code {told.once}", file=out)
        return ExitCode.GOOD
    reason = WORDS[told.reason][1] if isinstance(told, Refused) else f"The database cannot be used: {told}."
    print(f"no code was made: {reason}", file=sys.stderr)
    return ExitCode.FAILED


def forget_keys(place: Place, out: TextIO = sys.stdout) -> int:
    """For keys that are lost on every machine."""
    told = _within(place, forget)
    if told is not None:
        print(f"nothing was changed: the database cannot be used: {told}", file=sys.stderr)
        return ExitCode.FAILED
    print("The machine that starts next says by which keys this city is known.", file=out)
    print("With another key of the door halls have to join anew.", file=out)
    print("Telephone numbers that were sealed with a key that is lost cannot be read.", file=out)
    return ExitCode.GOOD


def _reached(start: Start) -> str:
    """As the running city tells it; else what the configuration lets expect."""
    facts = read_ready(start.state.ready("city")) or {}
    return str(facts.get("url") or start.configuration.city.url or "https://ADDRESS-OF-THIS-CITY")


def check_statistics(place: Place, hall: str, day: str, out: TextIO = sys.stdout) -> int:
    """Folds every counted day from its raw events and compares each figure; code 1 when one does not follow."""
    found = _within(place, lambda connection: compare(connection, hall, day))
    if not isinstance(found, Compared):
        print(f"the statistics were not checked: the database cannot be used: {found}", file=sys.stderr)
        return ExitCode.FAILED
    others = f"being counted again: {found.stale}, forgotten: {found.forgotten}"
    print(f"days compared: {found.days}, rows: {found.rows}, {others}", file=out)
    for one in found.differences[:_MOST_LINES]:
        where = f"{one.hall} {one.day} {one.queue} {one.hour}"
        print(f"{where}: {one.figure} is {one.stored}, from the events {one.counted}", file=out)
    if not found.differences:
        print("every figure follows from the events", file=out)
        return ExitCode.GOOD
    print(f"figures that do not follow from the events: {len(found.differences)}", file=out)
    return ExitCode.FAILED


def _within(place: Place, work: Callable[[Connection], T]) -> T | str:
    """In one transaction of a database that is opened for it; or why it could not be."""
    opened = open_database(place)
    if not isinstance(opened, Database):
        return opened.value
    try:
        result = opened.write(work)
    finally:
        opened.close()
    return result
