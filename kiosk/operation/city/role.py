"""What `main.py city` does: serves from its file, or keeps the processes alive that serve from a server.

The socket is opened here and handed down: a worker that is started again finds it open, and nobody is refused. Whoever
only keeps others alive loads nothing of the service.
"""

from __future__ import annotations

import socket
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.operation.city.telling import serves_others, told
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.launcher import Child, Launcher, Stage
from kiosk.operation.launcher.house import command, holders, patience
from kiosk.operation.process import Process
from kiosk.operation.start import Start
from kiosk.operation.tokens import ensure_tokens
from kiosk.serving.door import listen_at

KEYS_DIFFER = ("other_city_key", "other_field_keys")

if TYPE_CHECKING:
    from kiosk.city.database import Place
    from kiosk.city.lan import CityLan
    from kiosk.operation.city.own_server import OwnServers

ONE_FILE_ONE_WORKER = "city.workers is more than 1, but city.database is empty: a file is served by one process"


def run_city(start: Start, program: Path) -> int:
    """The role, or one of its own processes when the hidden arguments say so."""
    given, config = start.arguments, start.configuration
    if given.own_server or given.promoter:
        return _own_server(start)
    if given.bring_up:
        from kiosk.operation.city.bringing_up import bring_up

        return bring_up(start)
    if given.worker:
        return start.as_process(f"city-{given.worker}", lambda process: _work(start, process))
    if given.add_administrator or given.code_for or given.check_statistics or given.forget_keys:
        from kiosk.operation.city.commands import run_command

        return run_command(start)
    workers = given.workers or config.city.workers
    own = _own_servers(start) if given.with_postgres else None
    if workers > 1 and not config.city.database and own is None:
        print(ONE_FILE_ONE_WORKER, file=sys.stderr)
        return ExitCode.WRONG_ARGUMENTS
    if workers == 1 and own is None:
        return start.as_process("city", lambda process: _alone(start, process, program))
    return start.as_process("city", lambda process: _keep(start, process, program, workers, own))


def _own_server(start: Start) -> int:
    from kiosk.operation.city.own_server import run_own_server, run_promoter

    return run_promoter(start) if start.arguments.promoter else run_own_server(start)


def _own_servers(start: Start) -> OwnServers:
    """PostgreSQL's library is 10 MB that a city on a file does not pay."""
    from kiosk.operation.city.own_server import own_servers

    return own_servers(start.state, 1 + start.arguments.standbys)


def _alone(start: Start, process: Process, program: Path) -> int:
    from kiosk.city.server import serve
    from kiosk.operation.city.bringing_up import bring_up_apart
    from kiosk.operation.city.outside import city_outside
    from kiosk.operation.city.place import city_place, store_limits
    from kiosk.operation.wiring import city_callers

    lan = _lan(start, process)
    if isinstance(lan, ExitCode):
        return lan
    bring_up_apart(start, program)
    listen = start.configuration.city
    return _ended(
        process,
        serve(
            city_place(start.configuration, start.state),
            city_callers(start.state, process.log),
            process.stop,
            lambda port: process.ready(**told(start, port)),
            process.log,
            listen.listen_host,
            listen.listen_port,
            store_limits(start.configuration),
            city_outside(start.configuration, start.state, process.log),
            lan,
        ),
    )


def _work(start: Start, process: Process) -> int:
    """One worker, on the socket that it was given."""
    from kiosk.city.server import serve_on_socket
    from kiosk.operation.city.outside import city_outside
    from kiosk.operation.city.place import store_limits
    from kiosk.operation.wiring import city_callers

    with socket.socket(fileno=start.arguments.listening) as listening:
        lan = _lan(start, process)
        if isinstance(lan, ExitCode):
            return lan
        failure = serve_on_socket(
            _workers_place(start),
            city_callers(start.state, process.log),
            process.stop,
            lambda port: process.ready(port=port),
            process.log,
            listening,
            store_limits(start.configuration),
            city_outside(start.configuration, start.state, process.log),
            lan,
        )
    return _ended(process, failure)


def _lan(start: Start, process: Process) -> CityLan | ExitCode | None:
    """None on this machine alone, which then loads nothing of how others join."""
    if not serves_others(start):
        return None
    from kiosk.operation.city.doors import city_lan
    from kiosk.trust.node_key import NodeKeyProblem

    found = city_lan(start, process.log)
    return ExitCode.FAILED if isinstance(found, NodeKeyProblem) else found


def _workers_place(start: Start) -> Place:
    from kiosk.operation.city.place import city_place, server_place

    given = start.arguments
    if given.database:
        return server_place(start.configuration, given.database, given.password_file)
    return city_place(start.configuration, start.state)


def _keep(start: Start, process: Process, program: Path, workers: int, own: OwnServers | None) -> int:
    """Starts the server, if it is our own, and then the workers; goes on until asked to stop."""
    listen = start.configuration.city
    listening = listen_at(listen.listen_host, listen.listen_port)
    if own is not None:
        ensure_tokens(start.state.tokens, holders(start.configuration))
    with listening:
        me = (*command(program, start), "city")
        stages = [Stage(own.children(me))] if own else []
        stages.append(Stage(tuple(_worker(me, number, listening, own) for number in range(1, workers + 1))))
        port = int(listening.getsockname()[1])
        keeper = Launcher(
            tuple(stages),
            start.state,
            process.log,
            process.stop,
            patience(start.configuration.limits),
            lambda: process.ready(**told(start, port)),
        )
        return keeper.run()


def _worker(me: tuple[str, ...], number: int, listening: socket.socket, own: OwnServers | None) -> Child:
    arguments = ["--worker", str(number), "--listening", str(listening.fileno())]
    if own is not None:
        arguments += ["--database", own.url, "--password-file", str(own.password_file)]
    return Child(f"city-{number}", (*me, *arguments), keeps=(listening.fileno(),))


def _ended(process: Process, failure: StrEnum | None) -> int:
    if failure is None:
        return ExitCode.GOOD
    if failure.value in KEYS_DIFFER:
        process.log.event("city_keys_differ", reason=failure.value)
    process.log.event("server_not_started", reason=failure.value)
    return ExitCode.FAILED
