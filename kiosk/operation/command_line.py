"""The one command line: every role, every option, and help that a technician can read at each level."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

ROLES: dict[str, str] = {
    "terminal": "the citizen's self-service terminal (window)",
    "caller": "the clerk's caller at a counter (window)",
    "evaluator": "the evaluator on a counter (window)",
    "board": "the hall's board with its voice (window)",
    "maintenance": "the technician's window: how each device is and what to do",
    "hall": "the hall node: the one live queue of one hall (server)",
    "city": "the city queue service: catalogue, settings, every hall's events (server)",
    "city-backup": "backups of the city's own database servers, the way back, and its rehearsal",
    "machines": "who has joined this hall (or city): make a code, list, send away, renew the key",
    "quarantine": "what the upstream of this terminal or hall refused: list it, send it again, discard it",
    "enrol": "let this machine join a hall (or this hall a city) by a code",
    "virtual-devices": "virtual reader, printer, scanner, cameras, strips and board at the far end of real wires",
    "probe": "ask one real device directly",
    "benchmark": "measure this machine and print the table of figures",
    "journey": "go through the whole chain without a person, off-screen, and keep the pictures",
    "check-config": "say whether the configuration is good, and what holds",
}

JOINING_ROLES = ("terminal", "caller", "evaluator", "board", "standby")

DESCRIPTION = """\
Self-service terminal, queue calling and hall node of a government service hall.

Without a role, everything runs on this machine: city, hall, and with a display the five windows; without a display
it goes through the whole chain by itself, on a fresh state folder below build/journey instead of --state. Devices
that the configuration does not name are virtual ones."""

EXIT_CODES = """\
exit codes: 0 success, 1 failed, 2 wrong arguments or configuration, 3 the device is silent, 4 the device reports an
error, 5 nothing laid, held or pressed within the wait, 6 already running in this state folder, 7 not in this version"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, and ends with code 2."""

    def error(self, message: str) -> NoReturn:
        unknown = re.search(r"invalid choice: '?([^' ]+)'? \(choose from (.*)\)", message)
        if unknown:
            known = re.findall(r"[\w-]+", unknown[2])
            close = get_close_matches(unknown[1], known, n=1)
            message = f'there is no "{unknown[1]}" here; '
            message += f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
        print(f"{self.prog}: {message} (help: {self.prog} --help)", file=sys.stderr)
        sys.exit(2)


def _shared(*, again: bool) -> Parser:
    """The options of every role. They may stand before the role or after it; `again` is the second place."""
    shared = Parser(add_help=False)
    default = argparse.SUPPRESS if again else None
    config = "configuration (TOML); default: kiosk.toml of the current folder, if there"
    state = "folder for databases, logs, secrets and locks; default: the user's data folder"
    shared.add_argument("--config", metavar="FILE", type=Path, default=default, help=config)
    shared.add_argument("--state", metavar="FOLDER", type=Path, default=default, help=state)
    return shared


def build_parser(prog: str = "main.py", probes: Iterable[ProbeCommand] = ()) -> argparse.ArgumentParser:
    parser = Parser(prog=prog, description=DESCRIPTION, epilog=EXIT_CODES, parents=[_shared(again=False)],
                    usage="%(prog)s [--config FILE] [--state FOLDER] [--full-screen] [ROLE] [options of the role]",
                    formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--full-screen", action="store_true", help="the terminal fills its panel, as in a hall")
    roles = parser.add_subparsers(dest="role", metavar="ROLE", title="roles", parser_class=Parser, prog=prog)
    made = {name: _role(roles, name, words) for name, words in ROLES.items()}
    full_screen = "fill the panel, as in a hall"
    made["terminal"].add_argument("--full-screen", action="store_true", default=argparse.SUPPRESS, help=full_screen)
    window = "show the device bench: lay a card, take the ticket, take paper away"
    made["virtual-devices"].add_argument("--window", action="store_true", help=window)
    made["benchmark"].add_argument("--json", action="store_true", help="print JSON instead of a table")
    made["benchmark"].add_argument("--quick", action="store_true", help="fewer repetitions: seconds, coarser figures")
    made["check-config"].add_argument("--write-pages", action="store_true", help=argparse.SUPPRESS)
    _city(made["city"])
    _city_backup(made["city-backup"])
    _enrol(made["enrol"])
    _machines(made["machines"])
    _quarantine(made["quarantine"])
    _journey(made["journey"])
    _probe(made["probe"], probes)
    return parser


def _role(roles: argparse._SubParsersAction[Parser], name: str, words: str) -> Parser:
    return roles.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".",
                            parents=[_shared(again=True)])  # fmt: skip


def _city(city: Parser) -> None:
    """The hidden ones are what the city says to its own processes."""
    workers = "processes that serve on the one port (default: city.workers of the configuration)"
    city.add_argument("--workers", metavar="N", type=int, choices=range(1, 17), help=workers)
    own = "make and run a PostgreSQL server of its own in the state folder, and stand on it"
    city.add_argument("--with-postgres", action="store_true", help=own)
    standbys = "so many standbys of that server; with 2 any one of the three may be lost (default: none)"
    city.add_argument("--standbys", metavar="N", type=int, choices=(0, 1, 2), default=0, help=standbys)
    administrator = "add a city administrator and print a one-time password; for a file, stop the city first"
    city.add_argument("--add-administrator", metavar="NAME", type=_account, help=administrator)
    code = "print a code by which this hall (or HALL/NODE, its standby) may join within half an hour"
    city.add_argument("--code-for", metavar="HALL", type=_joining, help=code)
    statistics = "fold the statistics from the raw events and say what differs; --hall and --day for a part"
    city.add_argument("--check-statistics", action="store_true", help=statistics)
    forget = "forget by which keys this city is known, because they are lost on every machine, and end"
    city.add_argument("--forget-keys", action="store_true", help=forget)
    city.add_argument("--hall", metavar="HALL", default="", help="with --check-statistics: of this hall only")
    city.add_argument("--day", metavar="DAY", default="", help="with --check-statistics: of this day only, 2026-11-23")
    for name in ("--worker", "--listening", "--own-server", "--own-servers"):
        city.add_argument(name, type=int, default=0, help=argparse.SUPPRESS)
    city.add_argument("--bring-up", action="store_true", help=argparse.SUPPRESS)
    city.add_argument("--promoter", action="store_true", help=argparse.SUPPRESS)
    city.add_argument("--database", default="", help=argparse.SUPPRESS)
    city.add_argument("--password-file", type=Path, help=argparse.SUPPRESS)


def _enrol(enrol: Parser) -> None:
    where = enrol.add_mutually_exclusive_group(required=True)
    where.add_argument("--hall", metavar="URL", help="the hall's address, like https://10.1.2.3:8443")
    where.add_argument("--city", metavar="URL", help="the city's address, for a hall that joins it")
    made = "twelve digits, made there by: main.py machines code; in the city by its staff, or main.py city --code-for"
    enrol.add_argument("--code", required=True, help=made)


def _machines(machines: Parser) -> None:
    acts = machines.add_subparsers(dest="act", metavar="ACT", title="acts", required=True, parser_class=Parser)
    code = _act(acts, "code", "make a code by which one machine may join within ten minutes")
    away = _act(acts, "send-away", "revoke a machine's token; it takes effect at once")
    for act in (code, away):
        act.add_argument("--role", dest="machine", required=True, choices=JOINING_ROLES, help="what the machine is")
        act.add_argument("--id", required=True, type=_identity, help="its identity; a caller's is its counter's number")
    listed = _act(acts, "list", "who has joined, since when, and when it asked something last")
    listed.add_argument("--json", action="store_true", help="print JSON instead of lines")
    keys = {
        "next-key": "make this node's next key and announce it to all who joined",
        "use-next-key": "use the next key from this node's next start on; the one before is good no longer",
    }
    for name, words in keys.items():
        which = "which node of this machine (%(default)s)"
        _act(acts, name, words).add_argument("--of", choices=("hall", "city"), default="hall", help=which)


def _quarantine(quarantine: Parser) -> None:
    acts = quarantine.add_subparsers(dest="act", metavar="ACT", title="acts", required=True, parser_class=Parser)
    words = {
        "list": "what is in quarantine, why and since when, and what was done with what was there",
        "send-again": "send refused events again: the upstream judges them anew",
        "discard": "send these events no more; they go with their time",
    }
    for name, sentence in words.items():
        act = acts.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + ".",
                              parents=[_shared(again=True)])  # fmt: skip
        act.add_argument("--of", choices=("terminal", "hall"), default="terminal", help="whose book (%(default)s)")
        act.add_argument("--json", action="store_true", help="print JSON instead of lines")
        if name != "list":
            _quarantine_act(act)


def _quarantine_act(act: Parser) -> None:
    whys = ("mended", "told-elsewhere", "outdated", "trial")
    act.add_argument("ids", metavar="EVENT", nargs="*", help="the events' identities, as listed")
    act.add_argument("--all", action="store_true", help="everything that is in quarantine now")
    act.add_argument("--why", required=True, choices=whys, help="the reason that is recorded")
    act.add_argument("--by", metavar="NAME", default="", help="who acts (default: the user of this machine)")


def _act(acts: argparse._SubParsersAction[Parser], name: str, words: str) -> Parser:
    return acts.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".",
                           parents=[_shared(again=True)])  # fmt: skip


def _identity(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", text):
        raise argparse.ArgumentTypeError(f'"{text}" must be 1 to 32 letters, digits, - or _')
    return text


def _city_backup(backup: Parser) -> None:
    acts = "take, list; rehearse: restore beside the running city and compare; restore: in place of a stopped city's"
    backup.add_argument("act", metavar="ACT", choices=("take", "list", "rehearse", "restore"), help=acts)
    until = "restore to this moment, like 2026-11-23T09:41:00Z (default: as far as the archive goes)"
    backup.add_argument("--until", metavar="MOMENT", type=_moment, help=until)


def _moment(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text):
        raise argparse.ArgumentTypeError(f'"{text}" must be a moment like 2026-11-23T09:41:00Z')
    return text


def _journey(journey: Parser) -> None:
    out = "where pictures, journey.json and its own fresh state folder go, whatever --state says (default: %(default)s)"
    pace = "human: a citizen's pace, for watching (default); fast: as quick as the chain allows"
    journey.add_argument("--out", metavar="FOLDER", type=Path, default=Path("build/journey"), help=out)
    journey.add_argument("--pace", choices=("human", "fast"), default="human", help=pace)


@dataclass(frozen=True, slots=True)
class ProbeCommand:
    """How one class of devices is asked directly; its own folder says which options it takes."""

    name: str
    words: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    place: str = "a device path, a place like place:1-2:1.0, any pyserial URL, or virtual: the one in the state folder"


def _probe(probe: Parser, commands: Iterable[ProbeCommand]) -> None:
    probe.epilog = EXIT_CODES
    devices = probe.add_subparsers(dest="device", metavar="DEVICE", title="devices", required=True, parser_class=Parser)
    for command in commands:
        device = _device(devices, command.name, command.words)
        device.add_argument("--port", metavar="URL", required=True, help=command.place)
        command.add_arguments(device)
    _device(devices, "list", "what is plugged in, where, and which device it may be")


def _device(devices: argparse._SubParsersAction[Parser], name: str, words: str) -> Parser:
    device = devices.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".", epilog=EXIT_CODES,
                                parents=[_shared(again=True)])  # fmt: skip
    device.add_argument("--json", action="store_true", help="print JSON instead of sentences")
    return device


def _joining(text: str) -> tuple[str, str]:
    """The hall, and which of its nodes."""
    hall, slash, node = text.partition("/")
    return _identity(hall), _identity(node) if slash else hall


def _account(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9.-]{1,31}", text):
        raise argparse.ArgumentTypeError(f'"{text}" must be 2 to 32 small letters, digits, dots or hyphens')
    return text


def parse(arguments: Sequence[str] | None = None, probes: Iterable[ProbeCommand] = ()) -> argparse.Namespace:
    """Ends the program with code 2 and one sentence when the arguments make no sense."""
    return build_parser(Path(sys.argv[0]).name or "main.py", probes).parse_args(arguments)
