"""The maintenance page in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from screens.maintenance.window import STANDING, Machine, maintenance_view
from screens.staff.burial import bury
from screens.staff.clocks import Clocks
from screens.staff.minute_clock import MinuteClock
from screens.staff.standing import application, engine_for
from tests.screens.looking import Shown
from tests.screens.staff_scenes import MORNING

Maker = Callable[[], Shown]


PORT = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1.4:1.0-port0"
MACHINE = Machine("place:1-2:1.0", PORT, "/etc/hall-kiosk/kiosk.toml", "/var/lib/hall-kiosk/logs")
QUEUE = "ipp://print.qinglan-hall.example:631/printers/floor-2-guides"


@dataclass(frozen=True)
class Opened:
    language: str
    machine: Machine = MACHINE

    def __call__(self) -> Shown:
        standing = replace(STANDING, language=self.language)
        engine = engine_for(application(), standing, "maintenance")
        warnings: list[str] = []
        engine.warnings.connect(lambda found: warnings.extend(str(one) for one in found))
        clock = MinuteClock(Clocks(wall=lambda: MORNING))
        view = maintenance_view(engine, self.machine, clock, standing)
        view.show()

        def close() -> None:
            view.end()
            bury(clock, engine)

        return Shown(view, close, warnings)


def maintenance_scenes() -> Iterator[tuple[str, Maker]]:
    for language in ("zh", "en"):
        yield f"maintenance-{language}", Opened(language)
        state = "/srv/machines/terminal-1/state/hall-kiosk/a-second-hall-of-the-same-machine/virtual-devices"
        virtual = Machine(
            f"{state}/id-card", f"{state}/receipt-printer", "", "/srv/machines/terminal-1/state/hall-kiosk/logs", QUEUE
        )
        yield f"maintenance-long-{language}", Opened(language, virtual)
