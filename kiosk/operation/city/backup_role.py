"""`main.py city-backup`: backups of the city's own servers, the way back, and its rehearsal, which changes nothing."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable

import psycopg

from kiosk.operation.city.own_server import NAME, OwnServers, kept_servers, not_installed
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.kept_port import kept_port
from kiosk.operation.postgres.archive import Until
from kiosk.operation.postgres.backup import Backup, archived_now, backups, forget_old, restore, take_backup
from kiosk.operation.postgres.cluster import ClusterProblem
from kiosk.operation.postgres.comparing import Compared, compared, held
from kiosk.operation.postgres.copying import put_aside
from kiosk.operation.postgres.deciding import leader_of
from kiosk.operation.postgres.nodes import Node, connect, look_at_all
from kiosk.operation.postgres.programs import Programs, find_programs
from kiosk.operation.process import claim
from kiosk.operation.start import Start

LEADER_S = 30.0  # a start, or the choice of another leader, may just be under way
_LOOK_S = 0.25
NO_SERVER = "this city has no server of its own here (make city-postgres makes one)"
NOT_RUNNING = "no leading server answers; start the city first"
STILL_RUNNING = "the city is running; end it first"
NO_BACKUP = "there is no backup; take one with:  main.py city-backup take"
_COUNTED = "select (select count(*) from event), (select coalesce(max(received_ms), 0) from event)"


def run_backup(start: Start) -> int:
    programs = find_programs()
    if programs is None:
        return not_installed()
    own = kept_servers(start.state)
    if own is None:
        return _no(NO_SERVER)
    acts: dict[str, Callable[[], int]] = {
        "take": lambda: take(own, programs),
        "list": lambda: listed(own),
        "rehearse": lambda: rehearse(own, programs),
        "restore": lambda: restore_in_place(start, own, programs, start.arguments.until or ""),
    }
    return acts[start.arguments.act]()


def take(own: OwnServers, programs: Programs) -> int:
    cluster, node = own.cluster(1, programs), leading(own, programs)
    if node is None:
        return _no(NOT_RUNNING)
    taken = take_backup(cluster, node, own.backups)
    if isinstance(taken, ClusterProblem):
        return _no(taken.words)
    gone = forget_old(own.backups, own.archive)
    print(f"backup {taken.name} is taken and checked, in {own.backups}; older ones removed: {gone}")
    return ExitCode.GOOD


def listed(own: OwnServers) -> int:
    for one in backups(own.backups):
        print(one.name)
    return ExitCode.GOOD


def rehearse(own: OwnServers, programs: Programs) -> int:
    """Restores the newest backup and the archive beside the running city, and compares what both hold."""
    node, found = leading(own, programs), backups(own.backups)
    if node is None or not found:
        return _no(NOT_RUNNING if node is None else NO_BACKUP)
    password, point = own.cluster(1, programs).password, time.strftime("rehearsal-%Y%m%dT%H%M%SZ", time.gmtime())
    before = held(node, password, NAME)
    if not archived_now(node, password, point):
        return _no("the log does not reach the archive; see server.log of the leading server")
    after, began = held(node, password, NAME), time.monotonic()
    beside = own.beside("rehearsal", programs, kept_port())
    shutil.rmtree(beside.folder, ignore_errors=True)
    try:
        problem = restore(found[-1], beside, own.archive, Until(point=point))
        if problem is not None:
            return _no(problem.words)
        took, restored = time.monotonic() - began, held(Node("rehearsal", beside.port), password, NAME)
    finally:
        beside.stop()
        shutil.rmtree(beside.folder, ignore_errors=True)
    return _told(found[-1], compared(before, after, restored), took)


def restore_in_place(start: Start, own: OwnServers, programs: Programs, until: str) -> int:
    """The servers' present data are put aside, each in its own folder, and kept."""
    found = backups(own.backups)
    if not found:
        return _no(NO_BACKUP)
    lock = claim(start.state.lock("city"))
    if lock is None:
        return _no(STILL_RUNNING, ExitCode.ALREADY_RUNNING)
    beside = own.beside("restored", programs, kept_port())
    shutil.rmtree(beside.folder, ignore_errors=True)
    problem = restore(_chosen(found, until), beside, own.archive, Until(until))
    if problem is not None:
        beside.stop()
        return _no(problem.words)
    events, newest = _events(Node("restored", beside.port), beside.password)
    beside.stop()
    for number in range(1, len(own.ports) + 1):
        put_aside(own.cluster(number, programs))
    beside.data.rename(own.cluster(1, programs).data)
    shutil.rmtree(beside.folder)
    print(f"restored: {events} events, the newest received {_moment(newest)}; start the city, then take a backup")
    return ExitCode.GOOD


def leading(own: OwnServers, programs: Programs) -> Node | None:
    """Of a city that runs: one is waited for."""
    password, end = own.cluster(1, programs).password, time.monotonic() + LEADER_S
    while (seen := leader_of(look_at_all(own.nodes, password), 0)) is None:
        if time.monotonic() > end or not _runs(own):
            return None
        time.sleep(_LOOK_S)
    return seen.node


def _runs(own: OwnServers) -> bool:
    lock = claim(own.state.lock("city"))
    if lock is not None:
        os.close(lock)
    return lock is None


def _events(node: Node, password: str) -> tuple[int, int]:
    """How many events, and when the newest was received (UTC milliseconds); (0, 0) before the city's first start."""
    try:
        with connect(node, password, NAME) as connection:
            row = connection.execute(_COUNTED).fetchone()
    except psycopg.errors.UndefinedTable:
        return 0, 0
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _told(backup: Backup, found: Compared, seconds: float) -> int:
    size = f"{found.tables} tables, {found.rows} rows"
    print(f"backup {backup.name} with the archive answered after {seconds:.1f} s: {size}")
    if found.moving:
        print(f"written to meanwhile, so only counted: {', '.join(found.moving)}")
    if found.wrong:
        return _no(f"what was restored differs from what runs: {', '.join(found.wrong)}")
    print("every other table is the same, row by row")
    return ExitCode.GOOD


def _chosen(found: list[Backup], until: str) -> Backup:
    """The newest that was finished before the moment; to the archive's end, the newest of all."""
    mark = "".join(letter for letter in until if letter.isalnum())[:15]
    earlier = [one for one in found if one.name[:15] <= mark] if until else found
    return (earlier or found)[-1]


def _moment(ms: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ms / 1000)) if ms else "never"


def _no(words: str, code: ExitCode = ExitCode.FAILED) -> int:
    print(words, file=sys.stderr)
    return code
