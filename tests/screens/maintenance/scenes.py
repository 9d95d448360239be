"""The maintenance page in both languages: all devices well, each in a trouble, some not there, nothing known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kiosk.operation.device_sheet import Listed, Told
from kiosk.ports.devices import Cover, DeviceState, DeviceStatus, Paper
from screens.maintenance.desk import DeviceDesk
from screens.maintenance.devices import Now, Sheets
from screens.maintenance.window import STANDING, Machine, maintenance_view
from screens.staff.burial import bury
from screens.staff.minute_clock import MinuteClock
from screens.staff.standing import application, engine_for
from screens.staff.words import sentences
from tests.screens.looking import Shown
from tests.screens.staff_scenes import MORNING, HandClock

Maker = Callable[[], Shown]

PORT = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.4:1.0-port0"
STATE = "/srv/machines/terminal-1/state/hall-kiosk/a-second-hall-of-the-same-machine/virtual-devices"
NOW = Now(1_000_000, MORNING)
QUEUE = "ipp://print.qinglan-hall.example:631/printers/floor-2-guides"
NAMES = {
    "camera": "camera",
    "face-camera": "camera",
    "code-scanner": "code-scanner",
    "counter-display": "counter-display",
    "document-printer": "document-printer",
    "id-card": "id-card",
    "keypad": "keypad",
    "clerk-keypad": "keypad",
    "receipt-printer": "receipt-printer",
    "signal-board": "signal-board",
    "speaker": "speaker",
}


def listed(*missing: str, port: str = PORT) -> tuple[Listed, ...]:
    ports = {"document-printer": QUEUE, "speaker": "default"}
    return tuple(
        Listed(name, kind)
        if name in missing
        else Listed(name, kind, ports.get(name, port), (kind, "--port", ports.get(name, port)))
        for name, kind in NAMES.items()
    )


def told(status: DeviceStatus, minutes: int = 6) -> Told:
    """`minutes` ago, on the tests' clock, which began 1,000 s before."""
    return Told(status.fields(), 1_000_000 - 60_000 * minutes)


PRINTS = DeviceStatus(DeviceState.ONLINE, paper=Paper.FULL, cover=Cover.CLOSED)
WELL = {name: DeviceStatus(DeviceState.ONLINE) for name in NAMES if name not in ("clerk-keypad", "counter-display")} | {
    "receipt-printer": PRINTS,
    "document-printer": replace(PRINTS, details=(("toner", "full"),)),
    "signal-board": DeviceStatus(DeviceState.ONLINE, details=(("door", "closed"),)),
    "keypad": DeviceStatus(DeviceState.ONLINE, details=(("keypad", "on"),)),
}


def sheets(**changed: DeviceStatus) -> Sheets:
    """All well but these; a name's dashes are lines here."""
    terminal = WELL | {name.replace("_", "-"): status for name, status in changed.items()}
    return {
        "terminal": {name: told(status, 214) for name, status in terminal.items()},
        "board": {"counter-display": told(DeviceStatus(DeviceState.ONLINE), 214)},
        "caller": {"clerk-keypad": told(DeviceStatus(DeviceState.ONLINE), 214)},
    }


BAD = DeviceState.HARDWARE_ERROR
OFF, NONE, HAND = DeviceState.OFFLINE, DeviceState.NO_DEVICE, DeviceState.USER_ERROR
MANY = sheets(
    camera=DeviceStatus(BAD, "frozen"),
    code_scanner=DeviceStatus(BAD, "out_of_service:flooding"),
    document_printer=DeviceStatus(HAND, "stopped", paper=Paper.FULL, cover=Cover.CLOSED),
    id_card=DeviceStatus(NONE, "out_of_service:gone"),
    keypad=DeviceStatus(BAD, "key_stuck"),
    receipt_printer=replace(PRINTS, paper=Paper.LOW),
    signal_board=DeviceStatus(HAND, "door_open", details=(("door", "open"),)),
    speaker=DeviceStatus(BAD, "player_died"),
)
UNSURE = sheets(
    document_printer=DeviceStatus(DeviceState.UNKNOWN, "untold", paper=Paper.UNKNOWN, cover=Cover.UNKNOWN),
    receipt_printer=DeviceStatus(DeviceState.ONLINE, paper=Paper.UNKNOWN, cover=Cover.CLOSED),
    keypad=DeviceStatus(DeviceState.ONLINE, details=(("keypad", "unknown"),)),
    code_scanner=DeviceStatus(DeviceState.ONLINE, details=(("scanner", "unknown"),)),
    id_card=DeviceStatus(DeviceState.STARTING),
)


@dataclass(frozen=True)
class Opened:
    language: str
    machine: Machine = field(default_factory=lambda: Machine(listed(), "/etc/hall-kiosk/kiosk.toml", "/var/log/hall"))
    sheets: Sheets = field(default_factory=sheets)
    chosen: str = ""

    def __call__(self) -> Shown:
        shown, _ = self.with_desk()
        return shown

    def with_desk(self) -> tuple[Shown, DeviceDesk]:
        standing = replace(STANDING, language=self.language)
        engine = engine_for(application(), standing, "maintenance")
        warnings: list[str] = []
        engine.warnings.connect(lambda found: warnings.extend(str(one) for one in found))
        clocks = HandClock().clocks()
        clock = MinuteClock(clocks)
        desk = DeviceDesk(self.machine.devices, lambda: self.sheets, sentences("maintenance", self.language), clocks)
        view = maintenance_view(engine, desk, self.machine, clock, standing)
        view.show()
        if self.chosen:
            desk.choose(self.chosen)

        def close() -> None:
            view.end()
            bury(desk, clock, engine)

        return Shown(view, close, warnings), desk


FAR = Machine(listed(port=f"{STATE}/receipt-printer"), "", "/srv/machines/terminal-1/state/hall-kiosk/logs")
FEW = Machine(listed("camera", "face-camera", "code-scanner", "keypad", "clerk-keypad", "counter-display"), "", "/logs")
SCENES: Mapping[str, Opened] = {
    "well": Opened("zh"),
    "troubles": Opened("zh", sheets=MANY),
    "door": Opened("zh", sheets=MANY, chosen="signal-board terminal"),
    "queue": Opened("zh", FAR, MANY, "document-printer terminal"),
    "unsure": Opened("zh", sheets=UNSURE, chosen="document-printer terminal"),
    "few": Opened("zh", FEW, {"terminal": {name: told(WELL[name], 3000) for name in ("id-card", "receipt-printer")}}),
    "not-there": Opened("zh", FEW, chosen="code-scanner"),
    "nobody-runs": Opened("zh", sheets={}),
}


def maintenance_scenes() -> Iterator[tuple[str, Maker]]:
    for language in ("zh", "en"):
        for name, opened in SCENES.items():
            yield f"maintenance-{name}-{language}", replace(opened, language=language)
