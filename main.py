"""Puts the house together: which role, which configuration; builds the parts and hands them to each other.

One short builder a role. What a role needs is imported inside its builder, because a window has to be drawn before a
person notices waiting, and no role may pay for the others.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.operation.command_line import ProbeCommand, parse
from kiosk.operation.exit_codes import ExitCode
from kiosk.operation.lean_start import one_heap_for_all_threads, without_what_nobody_needs
from kiosk.operation.protection import follow_parent, leave_no_memory_behind

if TYPE_CHECKING:
    from kiosk.operation.process import Process
    from kiosk.operation.start import Start
    from kiosk.operation.terminal.core import TerminalCore
    from kiosk.operation.terminal.role import Inside, Join
    from kiosk.ports.ledger import LedgerFailure

MAIN = Path(__file__).resolve()
HAND_OVER_S = 0.001  # a thread with paper or a card in hand waits so long for a page in Python; the usual 5 ms add up


def everything(start: Start) -> int:
    """No role: all of it on this machine; without a display, the journey."""
    from kiosk.operation.display import has_display
    from kiosk.operation.launcher import Launcher
    from kiosk.operation.launcher.house import command, holders, patience, stages
    from kiosk.operation.tokens import TokenProblem, ensure_tokens

    if not has_display():
        return BUILDERS["journey"](start)

    def live(process: Process) -> int:
        tokens = ensure_tokens(start.state.tokens, holders(start.configuration))
        if isinstance(tokens, TokenProblem):
            process.log.event("tokens_unusable", reason=tokens.value)
            return ExitCode.FAILED
        house = stages(start.configuration, command(MAIN, start), windows=True, full_screen=start.full_screen)
        wanted = patience(start.configuration.limits)
        return Launcher(house, start.state, process.log, process.stop, wanted, tell_ready).run()

    def tell_ready() -> None:
        print(f"Everything is ready. State: {start.state.root}   Ctrl-C ends it all.", flush=True)

    return start.as_process("launcher", live)


def city(start: Start) -> int:
    """The city queue service: embedded on SQLite, or workers on PostgreSQL."""
    from kiosk.operation.city.role import run_city

    return run_city(start, MAIN)


def city_backup(start: Start) -> int:
    """Backups of the city's own database servers."""
    from kiosk.operation.city.backup_role import run_backup

    return run_backup(start)


def hall(start: Start) -> int:
    """The hall node: the live queue, its interface, and its own lines to the city."""
    from kiosk.operation.hall_node.role import live_as_hall
    from offline_cache.hall_book import open_hall_book

    return start.as_process("hall", lambda process: live_as_hall(start, process, open_hall_book))


def machines(start: Start) -> int:
    """Who has joined this machine's hall or city, and by which code somebody may."""
    from kiosk.operation.machines import machines as run_machines
    from offline_cache.published_counters import published_counters

    return run_machines(start, lambda: published_counters(start.state.root / "hall" / "hall.sqlite"))


def quarantine(start: Start) -> int:
    """What this machine's upstream refused: asked of the node while it runs, else of its book."""
    from offline_cache.quarantine_door import command

    return command(start)


def enrol(start: Start) -> int:
    """This machine joins a hall, or this hall a city."""
    from kiosk.operation.enrol import enrol as run_enrol
    from offline_cache.sent_away import readmit_role

    return run_enrol(start, lambda role: readmit_role(start, role))


def virtual_devices(start: Start) -> int:
    """The devices' own ends of their wires."""
    from drivers.virtual_devices import run as serve

    if start.arguments.window:
        return device_bench(start)

    def live(process: Process) -> int:
        served = serve(start.state.virtual_devices, process.stop, process.ready)
        return ExitCode.GOOD if served else ExitCode.ALREADY_RUNNING

    return start.as_process("virtual-devices", live)


def device_bench(start: Start) -> int:
    """The window where a person works the virtual devices that another process runs."""
    from screens.bench.window import STANDING, run
    from screens.staff.configured import standing

    def live(process: Process) -> int:
        return run(start.state.control_socket, standing(start, process, STANDING), process.log)

    return start.as_process("device-bench", live)


def probe(start: Start) -> int:
    """One device asked directly, through its real driver."""
    from drivers.probe_commands import run

    given = start.arguments
    if given.device != "list":
        given.port = start.state.device_port(given.port, given.device)
    return run(given, sys.stdout)


def terminal(start: Start) -> int:
    """The citizen's terminal: its window first; the rest is put together while the first page already stands."""
    from drivers.speaker.settings import Settings as Speaker
    from kiosk.operation.terminal.core import TerminalCore
    from kiosk.operation.wiring import journey_limits
    from screens.citizen.configured import screen_settings
    from screens.citizen.window import CitizenWindow
    from screens.ending import StopNotice
    from screens.stage.opening import on_stage

    def live(process: Process) -> int:
        sys.setswitchinterval(HAND_OVER_S)
        broken: list[LedgerFailure] = []
        voice = not start.configuration.of(Speaker).silent

        def begin_again(why: LedgerFailure) -> None:
            broken.append(why)
            core.end_when_free(window.stop)

        window = CitizenWindow(screen_settings(start, voice=voice), lambda touch: core.send(touch))
        config = start.configuration
        core = TerminalCore(window.show_view, journey_limits(config), process.log, config.limits.terminal_queue)
        window.show_at_once(core.first_view())
        window.terminal.stumbled.connect(core.stumble)
        kept = (StopNotice(process.stop_socket(), window.stop), on_stage(start.state.run, "terminal", window.window))
        inside = threading.Thread(
            target=terminal_inside, args=(start, process, core), kwargs={"broken": begin_again}, name="inside"
        )
        inside.start()
        code = window.run()
        window.close()
        process.stop.set()
        inside.join()
        del kept
        return ended_by_its_book(process, broken[0]) if broken else code

    return start.as_process("terminal", live)


def ended_by_its_book(process: Process, why: LedgerFailure) -> int:
    """Not a person who closed the window: whoever started the terminal has to start it again."""
    process.log.event("terminal_ended_by_its_book", reason=why.value)
    return ExitCode.FAILED


def behind_the_window() -> Inside:
    """Of a terminal: its devices and its book."""
    from drivers.attaching import attach
    from kiosk.operation.terminal.role import Inside
    from offline_cache.terminal_book import open_terminal_book

    return Inside(attach, open_terminal_book)


def terminal_inside(start: Start, process: Process, core: TerminalCore, **more: Any) -> None:
    """What is behind a terminal's window; `more` as `Inside` takes it."""
    from kiosk.operation.terminal.role import live_inside

    live_inside(start, process, core, replace(behind_the_window(), **more))


def caller(start: Start) -> int:
    """The clerk's caller at one counter, with the clerk's pad of keys where there is one."""
    from drivers.attaching import attached
    from kiosk.operation.beating import beating
    from kiosk.operation.halls import counter_hall
    from screens.caller.window import STANDING, run
    from screens.staff.configured import standing

    def live(process: Process) -> int:
        hall = counter_hall(start, process.log)
        process.lacks_token = not hall.has_token
        stands, name = standing(start, process, STANDING), f"caller-{hall.counter}"
        with attached(start, process) as devices, beating(start, process, name, "caller", hall):
            return run(hall, stands, process.log, devices.get("keypad"))

    return start.as_process("caller", live)


def evaluator(start: Start) -> int:
    """The evaluator on one counter."""
    from kiosk.operation.beating import beating
    from kiosk.operation.halls import evaluator_hall
    from screens.evaluator.window import STANDING, run
    from screens.staff.configured import standing

    def live(process: Process) -> int:
        hall = evaluator_hall(start, process.log)
        process.lacks_token = not hall.has_token
        with beating(start, process, f"evaluator-{hall.counter}", "evaluator", hall):
            return run(hall, standing(start, process, STANDING), process.log)

    return start.as_process("evaluator", live)


def board(start: Start) -> int:
    """The hall's board and its voice; or the screen above one counter, which has neither voice nor devices."""
    from drivers.attaching import attached
    from kiosk.operation.beating import beating
    from kiosk.operation.counter_following import following
    from kiosk.operation.halls import board_hall
    from screens.board.window import COUNTER_STANDING, STANDING, run, run_counter
    from screens.staff.configured import standing

    def live(process: Process) -> int:
        chosen, log = start.configuration.board, process.log
        hall = board_hall(start, log)
        process.lacks_token = not hall.has_token
        if chosen.counter:
            stands = standing(start, process, COUNTER_STANDING)
            with beating(start, process, f"board-{chosen.id}", "board", hall):
                return run_counter(hall, chosen.counter, stands, log)
        stands, spoken = standing(start, process, STANDING), start.state.data("board") / "spoken"
        name = f"board-{chosen.id}"
        with (
            attached(start, process) as devices,
            beating(start, process, name, "board", hall),
            following(devices.get("counter_display"), hall.snapshot, log),
        ):
            return run(hall, devices["speaker"], spoken, stands, chosen.title, chosen.queues, log)

    return start.as_process("board", live)


def journey(start: Start) -> int:
    """The whole chain by itself, on a state folder of its own."""
    from drivers.id_card.sample_cards import CARDS
    from kiosk.operation.journey.journey import travel
    from kiosk.operation.journey.preparing import prepared
    from kiosk.operation.journey.story import CARD
    from kiosk.operation.tokens import TokenProblem

    person = CARDS[CARD].record
    made = prepared(start, MAIN, (person.name, person.number, person.address))
    if isinstance(made, TokenProblem):
        print(f"the tokens cannot be used: {made.value}", file=sys.stderr)
        return ExitCode.FAILED
    own, plan = made
    if start.arguments.state:
        print(f"The journey needs a fresh state folder and uses {own.state.root}, not --state.", file=sys.stderr)
    return own.as_process("journey", lambda process: travel(plan, process.log))


def benchmark(start: Start) -> int:
    """What this machine can do, on virtual devices and default settings, in a folder that is removed at the end."""
    from drivers.benchmark_wires import looking, wires
    from drivers.device_classes import schema
    from kiosk.operation.benchmark.run import Means, run
    from kiosk.operation.state_folder import StateFolder
    from offline_cache.prepared import fill_cache

    def show(state: StateFolder, seconds: float) -> tuple[float, float]:
        from screens.components.preview_cost import preview_cost

        return preview_cost(looking(state), seconds)

    def inside(process: Process, core: TerminalCore, join: Join) -> None:
        terminal_inside(replace(start, configuration=schema()(), state=process.state), process, core, join=join)

    means = Means(MAIN, start.state.root, inside, fill_cache, wires(schema()()), show)
    wanted = start.arguments
    return start.as_process("benchmark", lambda process: run(means, process, wanted.quick, wanted.json))


def check_config(start: Start) -> int:
    from kiosk.operation.configuration.pages import effective, write

    if start.arguments.write_pages:
        from drivers.device_classes import schema

        write(schema())
        return ExitCode.GOOD
    print(f"configuration is good ({start.file or 'no file: all defaults'})\n")
    print(effective(start.configuration), end="")
    return ExitCode.GOOD


def maintenance(start: Start) -> int:
    """How each device of this machine is, what to do, and the command that tries it."""
    from drivers.configured import configured_devices
    from screens.maintenance.window import STANDING, Machine, run
    from screens.staff.configured import standing

    machine = Machine(
        devices=tuple(configured_devices(start.configuration, start.state.device_port)),
        configuration=str(start.file or ""),
        logs=str(start.state.logs),
        sheets={role: start.state.device_sheet(role) for role in ("terminal", "board", "caller")},
    )
    return start.as_process("maintenance", lambda own: run(machine, standing(start, own, STANDING)))


BUILDERS: dict[str, Callable[[Start], int]] = {
    "everything": everything,
    "terminal": terminal,
    "caller": caller,
    "evaluator": evaluator,
    "board": board,
    "maintenance": maintenance,
    "hall": hall,
    "machines": machines,
    "quarantine": quarantine,
    "enrol": enrol,
    "city": city,
    "city-backup": city_backup,
    "virtual-devices": virtual_devices,
    "probe": probe,
    "benchmark": benchmark,
    "journey": journey,
    "check-config": check_config,
}

OWN_CHILDREN = ("everything", "journey", "benchmark")  # these end their children themselves when they are ended


def probe_commands(arguments: Sequence[str]) -> Sequence[ProbeCommand]:
    """The devices' own commands are only loaded for whoever asks for one."""
    if "probe" not in arguments:
        return ()
    from drivers.probe_commands import commands

    return commands()


def run(arguments: Sequence[str] | None = None) -> int:
    """The program. Returns its exit code; wrong arguments end it with code 2."""
    parsed = parse(arguments, probe_commands(sys.argv[1:] if arguments is None else arguments))
    role = parsed.role or "everything"
    follow_parent(signal.SIGTERM if role in OWN_CHILDREN else signal.SIGKILL)
    leave_no_memory_behind()
    one_heap_for_all_threads()
    without_what_nobody_needs()

    from drivers.device_classes import schema
    from kiosk.operation.start import prepare_start

    start = prepare_start(parsed, schema())
    return int(start) if isinstance(start, ExitCode) else _lived(start, role)


def _lived(start: Start, role: str) -> int:
    """What the world refuses before there is a log is said in one sentence."""
    from kiosk.operation.display import refused_by_display
    from kiosk.operation.refusal import said

    refused = refused_by_display(role, start.arguments)
    if refused is not None:
        return refused
    try:
        return int(BUILDERS[role](start))
    except OSError as error:
        return said(error, start.state.root, role)


if __name__ == "__main__":
    sys.exit(run())
